import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { cleanEnvironment } from '../program/program.ts'
import { repeatable } from './exchanges.ts'
import type { Exchange } from './recorder.ts'

const [RECORDER, SUITE] = ['./recorder.ts', './contract-suite.ts'].map(name => fileURLToPath(new URL(name, import.meta.url)))

/** Every exchange of one run of the contract suite in a process of its own. */
async function record (file: string): Promise<readonly Exchange[]> {
  const child = spawn(process.execPath, ['--import', String(RECORDER), String(SUITE)], { env: cleanEnvironment({ EXCHANGES: file, TAP_CHILD_ID: '', TAP_TIMEOUT: '240' }), stdio: ['ignore', 'pipe', 'pipe'] })
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output.push(chunk) })
  const [code] = await once(child, 'close') as [number | null]
  assert.equal(code, 0, Buffer.concat(output).toString().split('\n').filter(line => /not ok|Error/.test(line)).slice(0, 20).join('\n'))
  // Receivers of webhooks run in the same process: they are the tests' own, and date their answers by the machine.
  return (JSON.parse(readFileSync(file, 'utf8')) as readonly Exchange[]).filter(({ request }) => request !== 'POST /webhooks')
}

t.setTimeout(240_000)

t.test('the whole contract suite gives the same bytes twice', { timeout: 240_000 }, async t => {
  const folder = mkdtempSync(join(tmpdir(), 'sandflare-determinism-'))
  t.teardown(() => { rmSync(folder, { recursive: true }) })
  const [first = [], second = []] = await Promise.all(['first', 'second'].map(async name => await record(join(folder, name))))
  t.ok(first.length > 800, `${first.length} exchanges`)
  t.equal(first.length, second.length)
  const [once, again] = [repeatable(first), repeatable(second)]
  const differing = once.flatMap((exchange, i) => exchange === again[i] ? [] : [{ first: exchange.slice(0, 2000), second: again[i]?.slice(0, 2000) }])
  t.strictSame(differing.slice(0, 5), [])
})
