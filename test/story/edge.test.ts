import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { openStory, run } from './support.ts'
import type { Seen, Story } from './support.ts'

const NAME = 'app.customer.com'

interface Visited {
  readonly story: Story
  readonly made: Seen
  /** The root of the sandbox's authorities, in a file. */
  readonly rootFile: string
  readonly folder: string
  readonly port: number
}

/** A sandbox whose fallback origin is a server on this machine, and a hostname that was just ordered. */
async function openVisited (t: Test): Promise<Visited> {
  const origin = createServer(({ url, headers }, response) => {
    response.end(`origin: ${headers.host}${url} for ${headers['cf-connecting-ip']} by ${headers['x-forwarded-proto']}\n`)
  })
  origin.listen(0, '127.0.0.1')
  await once(origin, 'listening')
  t.teardown(() => {
    origin.closeAllConnections()
    origin.close()
  })
  const story = await openStory(t, { origin: `proxy-fallback.saasprovider.com=127.0.0.1:${(origin.address() as AddressInfo).port}` })
  const folder = t.testdir()
  const rootFile = join(folder, 'root.pem')
  writeFileSync(rootFile, await (await fetch(`${story.sandbox.url}/__admin/ca/roots/0`)).text())
  return { story, made: await story.create(NAME, 'http'), folder, rootFile, port: story.sandbox.edgeHttpsPort ?? 0 }
}

async function toActive ({ put, advanceUntil }: Story): Promise<void> {
  await put(`${NAME} CNAME john.customers.saasprovider.com`)
  await advanceUntil(NAME, { status: 'active', ssl_status: 'active' })
}

/** What a client is shown in the handshake. */
async function handshake ({ rootFile, port }: Visited, ...more: readonly string[]): Promise<string> {
  return await run('openssl', 's_client', '-servername', NAME, '-connect', `127.0.0.1:${port}`, '-CAfile', rootFile, ...more)
}

t.test('openssl s_client is shown a certificate of the name, as the API describes it', async t => {
  const visited = await openVisited(t)
  await toActive(visited.story)
  const shown = await handshake(visited, '-verify_return_error', '-verify_hostname', NAME)
  t.match(shown, /Verify return code: 0 \(ok\)/)
  t.match(shown, /Verified peername: app\.customer\.com/)

  const file = join(visited.folder, 'shown.pem')
  writeFileSync(file, shown)
  const words = await run('openssl', 'x509', '-in', file, '-noout', '-ext', 'subjectAltName', '-issuer', '-serial')
  t.match(words, /DNS:app\.customer\.com/)
  const { ssl: { issuer = '', serial_number: serial = '' } } = await visited.story.see(visited.made)
  t.ok(words.includes(issuer), `issued by ${issuer}`)
  const [, hexSerial = ''] = /serial=([0-9A-F]+)/.exec(words) ?? []
  t.equal(BigInt(`0x${hexSerial}`).toString(), serial)
})

t.test('curl reaches the origin through the edge, over HTTPS and HTTP', async t => {
  const { story, rootFile, port } = await openVisited(t)
  await toActive(story)
  const secure = await run('curl', '-sS', '--cacert', rootFile, '--resolve', `${NAME}:${port}:127.0.0.1`, `https://${NAME}:${port}/cart?item=1`)
  t.equal(secure, `origin: ${NAME}:${port}/cart?item=1 for 127.0.0.1 by https\n`)

  const plainPort = story.sandbox.edgeHttpPort
  const plain = await run('curl', '-sS', '--resolve', `${NAME}:${plainPort}:127.0.0.1`, `http://${NAME}:${plainPort}/`)
  t.equal(plain, `origin: ${NAME}:${plainPort}/ for 127.0.0.1 by http\n`)
})

t.test('before the certificate is deployed there is none to show, and no way to the origin', async t => {
  const visited = await openVisited(t)
  const { story, rootFile, port } = visited
  await story.advance('10m')
  await t.rejects(handshake(visited), { message: /handshake failure/ })
  const plainPort = story.sandbox.edgeHttpPort
  const page = await run('curl', '-sS', '-w', '\n%{http_code}', '--resolve', `${NAME}:${plainPort}:127.0.0.1`, `http://${NAME}:${plainPort}/`)
  t.match(page, /1001[^]*\n409$/)
  await t.rejects(run('curl', '-sS', '--cacert', rootFile, '--resolve', `${NAME}:${port}:127.0.0.1`, `https://${NAME}:${port}/`), { message: /curl: \(35\)/ })
})

t.test('a certificate that was validated ahead can be looked at before the CNAME is there', async t => {
  const { story, rootFile, port } = await openVisited(t)
  const ahead = await story.create('another.example.com', 'cname')
  await story.advance('5s')
  const { ssl: { cname = '', cname_target: target = '' } } = await story.see(ahead)
  await story.put(`${cname} CNAME ${target}`)
  await story.advanceUntil('another.example.com', { ssl_status: 'active' })
  const shown = await run('openssl', 's_client', '-servername', 'another.example.com', '-connect', `127.0.0.1:${port}`, '-CAfile', rootFile)
  t.match(shown, /Verify return code: 0 \(ok\)/)
  t.match(shown, /CN ?= ?another\.example\.com/)
})
