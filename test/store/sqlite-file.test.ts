import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import { storeSuite } from './store-suite.ts'

storeSuite('SQLite on a file', t => {
  const folder = mkdtempSync(join(tmpdir(), 'sandflare-store-'))
  const store = openSqliteStore(join(folder, 'made', 'on the way', 'sandbox.db'))
  t.teardown(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })
  return store
})
