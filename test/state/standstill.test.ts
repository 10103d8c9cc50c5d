import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import { standstillOf } from '../../src/store/standstill.ts'

t.test('work on the whole waits for what is under way, and what begins then waits for it', async t => {
  const store = openSqliteStore(':memory:')
  t.teardown(store.close)
  const standstill = standstillOf(store)
  t.equal(standstillOf(store), standstill)
  const log: string[] = []
  const first = Promise.withResolvers<void>()
  standstill.beforehand(async () => { log.push('settled') })
  const leave = await standstill.enter()
  const work = standstill.during(async () => {
    log.push('first begins')
    await first.promise
    log.push('first ends')
  })
  t.strictSame(log, ['first begins'], 'it began at once')
  const alone = standstill.alone(async () => {
    log.push('alone begins')
    await setImmediate()
    log.push('alone ends')
  })
  await setImmediate()
  t.ok(standstill.holds)
  const second = standstill.during(async () => { log.push('second') })
  const other = standstill.alone(async () => { log.push('other alone') })
  first.resolve()
  await work
  await setImmediate()
  t.strictSame(log, ['first begins', 'first ends'], 'something has entered and not left')
  leave()
  leave()
  await Promise.all([alone, second, other])
  t.strictSame(log.slice(0, 5), ['first begins', 'first ends', 'settled', 'alone begins', 'alone ends'])
  t.strictSame(log.filter(line => !line.includes('settled')).slice(4).toSorted(), ['other alone', 'second'])
  t.notOk(standstill.holds)
})

t.test('work that fails lets the others in', async t => {
  const store = openSqliteStore(':memory:')
  t.teardown(store.close)
  const standstill = standstillOf(store)
  await t.rejects(standstill.alone(async () => { throw new Error('no') }), /no/)
  await t.rejects(standstill.during(async () => { throw new Error('neither') }), /neither/)
  t.equal(await standstill.alone(async () => await Promise.resolve(1)), 1)
})
