import { strict as assert } from 'node:assert'
import t from 'tap'
import type { Test } from 'tap'
import type { ValidationRecord } from '../../src/core/dcv.ts'
import type { CertificateAuthority } from '../../src/core/statuses.ts'
import type { Nginx } from './nginx.ts'
import { locationOf, startNginx } from './nginx.ts'
import { openStory, run } from './support.ts'
import type { Seen, Story } from './support.ts'

const NAME = 'http-preval.example.com'
const RECHECKER = 'Cloudflare Custom Hostname Verification'

interface Ahead {
  readonly story: Story
  readonly made: Seen
  readonly nginx: Nginx
  readonly files: ReadonlyArray<{ readonly url: string, readonly token: string }>
}

/** A hostname whose tokens a server of the customer's own has in place, while its name still leads there. */
async function openAhead (t: Test, authority: CertificateAuthority, served: (record: ValidationRecord) => ValidationRecord = record => record): Promise<Ahead> {
  const story = await openStory(t, { 'certificate-authority': authority })
  const { create, see, advance, put, admin } = story
  await put(`${NAME} A 203.0.113.10`)
  const made = await create(NAME, 'http')
  await advance('5s')
  const { ssl: { status, validation_records: records = [] } } = await see(made)
  assert.equal(status, 'pending_validation')
  const nginx = await startNginx(t, NAME, records.map(record => locationOf(served(record))).join('\n'))
  await admin('PUT', '/http-overrides', { host: NAME, target: `127.0.0.1:${nginx.port}` })
  return { story, made, nginx, files: records.map(({ http_url: url = '', http_body: token = '' }) => ({ url, token })) }
}

/** Fetches a URL from a server on this machine that stands for its host. */
async function curl (url: string, { port }: Nginx): Promise<string> {
  const { hostname, pathname } = new URL(url)
  return await run('curl', '-sS', '--resolve', `${hostname}:${port}:127.0.0.1`, `http://${hostname}:${port}${pathname}`)
}

for (const authority of ['digicert', 'google', 'lets_encrypt', 'ssl_com'] as const) {
  t.test(`${authority}: tokens that the customer's nginx serves are found in the next check, before any CNAME exists`, async t => {
    const { story: { see, advance, advanceUntil, dig }, made, nginx, files } = await openAhead(t, authority)
    t.equal(files.length, authority === 'ssl_com' ? 2 : 1)
    for (const { url, token } of files) t.equal(await curl(url, nginx), `${token}\n`)

    await advance('40s')
    t.equal((await see(made)).ssl.status, 'pending_issuance')
    await advanceUntil(NAME, { ssl_status: 'active' }, '1m')
    t.match(await see(made), { status: 'pending', verification_errors: ['custom hostname does not CNAME to this zone.'] })
    t.same(await dig(NAME, 'CNAME'), [])
    for (const { url } of files) t.ok(nginx.requests().includes(`${NAME} ${new URL(url).pathname} 200 ${RECHECKER}`), 'asked as the service asks')
  })
}

t.test('the documented path is asked for at once by a PATCH, and the CNAME afterwards brings the traffic over', async t => {
  const { story: { see, advance, recheck, recheckByName, put, remove }, made, nginx, files: [file] } = await openAhead(t, 'digicert')
  t.match(file, { url: /^http:\/\/http-preval\.example\.com\/\.well-known\/pki-validation\/ca3-[0-9a-f]{32}\.txt$/, token: /^ca3-[0-9a-f]{32}$/ })
  t.match(await recheckByName(NAME, 'http'), { id: made.id, status: 'pending', ssl: { status: 'pending_issuance' } })
  t.ok(nginx.requests().length > 0)
  await advance('50s')
  t.match(await see(made), { status: 'pending', ssl: { status: 'active' } })

  await remove(NAME)
  await put(`${NAME} CNAME john.customers.saasprovider.com`)
  t.match(await recheck(made, 'http'), { status: 'active', ssl: { status: 'active' } })
})

t.test('a server that has another token in its place proves nothing', async t => {
  const { story: { see, advance }, made, nginx } = await openAhead(t, 'digicert', record => ({ ...record, http_body: `ca3-${'0'.repeat(32)}` }))
  await advance('40s')
  t.equal((await see(made)).ssl.status, 'pending_validation')
  t.ok(nginx.requests().some(line => line.endsWith(` 200 ${RECHECKER}`)), 'it was looked at')
})
