import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import { storeSuite } from './store-suite.ts'

storeSuite('SQLite in memory', t => {
  const store = openSqliteStore(':memory:')
  t.teardown(async () => { await store.close() })
  return store
})
