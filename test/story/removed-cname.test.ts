import t from 'tap'
import type { Test } from 'tap'
import { openStory } from './support.ts'
import type { Seen, Story } from './support.ts'

const NAME = 'app.customer.com'
const CNAME = `${NAME} CNAME john.customers.saasprovider.com`

/** A hostname that is active, checked for the last time just now. */
async function openActive (t: Test): Promise<{ readonly story: Story, readonly made: Seen }> {
  const story = await openStory(t)
  await story.put(CNAME)
  const made = await story.create(NAME, 'http')
  await story.advanceUntil(NAME, { status: 'active', ssl_status: 'active' })
  return { story, made }
}

t.test('a customer who takes the CNAME away is found out at the next recheck, and the hostname is gone after seven days', async t => {
  const { story: { see, advance, advanceUntil, remove, list, sandbox: { zones } }, made } = await openActive(t)
  t.match(await remove(NAME), { deleted: 1 })
  t.equal((await see(made)).status, 'active', 'nobody has looked yet')
  await advanceUntil(NAME, { status: 'moved' }, '4h')
  t.match(await see(made), { status: 'moved', verification_errors: ['custom hostname does not CNAME to this zone.'] })

  await advance('6d')
  await advance('23h')
  await advance('59m')
  await advance('59s')
  t.match(await list(NAME), [{ id: made.id, status: 'moved' }], 'still there a second before')
  await advance('1s')
  t.match(await list(NAME), [{ id: made.id, status: 'deleted' }], 'deleted after seven days')
  t.equal(zones()[0]?.clock.mode, 'frozen')
})

t.test('a customer who puts the CNAME back in time keeps the hostname', async t => {
  const { story: { see, recheck, advance, advanceUntil, remove, put }, made } = await openActive(t)
  await remove(NAME)
  await advanceUntil(NAME, { status: 'moved' }, '4h')
  await advance('3d')
  await put(CNAME)
  t.match(await recheck(made, 'http'), { status: 'pending' }, 'a PATCH has it verified anew')
  await advanceUntil(NAME, { status: 'active' }, '1m')
  await advance('14d')
  t.equal((await see(made)).status, 'active')
})
