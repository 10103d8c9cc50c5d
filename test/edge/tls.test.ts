import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect as connectPlain, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'
import { promisify } from 'node:util'
import t from 'tap'
import type { TlsSettings } from '../../src/core/custom-hostname.ts'
import { tlsOptionsOf } from '../../src/edge/tls-options.ts'
import { ask, certificateFor, rootPem, startEdge, startWithOrigin } from './support.ts'
import type { TestEdge } from './support.ts'

const run = promisify(execFile)
const NAME = 'app.customer.com'

interface Handshake {
  readonly protocol: string | null
  readonly cipher: string
  readonly alpn: string | false | null
  readonly keyType: string
  readonly subject: string
}

/** What a handshake comes to: what was agreed, or the code of the failure. */
async function shake (edge: TestEdge, options: ConnectionOptions = {}): Promise<Handshake | string> {
  const socket = connect({ port: edge.httpsPort, host: '127.0.0.1', servername: NAME, ca: rootPem, ...options })
  try {
    await once(socket, 'secureConnect')
    const certificate = socket.getPeerX509Certificate()
    return {
      protocol: socket.getProtocol(),
      cipher: socket.getCipher().name,
      alpn: socket.alpnProtocol,
      keyType: certificate?.publicKey.asymmetricKeyType ?? '',
      subject: certificate?.subjectAltName ?? ''
    }
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  } finally {
    socket.destroy()
  }
}

async function edgeWith (settings: TlsSettings): Promise<TestEdge> {
  const edge = await startEdge()
  edge.certificates.set(NAME, await certificateFor(NAME, settings))
  return edge
}

t.test('ECDSA is shown to those who can use it, RSA to all others', async t => {
  const edge = await edgeWith({})
  t.teardown(edge.close)
  t.match(await shake(edge), { protocol: 'TLSv1.3', keyType: 'ec', subject: `DNS:${NAME}` })
  t.match(await shake(edge, { maxVersion: 'TLSv1.2' }), { protocol: 'TLSv1.2', keyType: 'ec', cipher: 'ECDHE-ECDSA-AES128-GCM-SHA256' })
  t.match(await shake(edge, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES256-GCM-SHA384:AES128-SHA' }), { keyType: 'rsa', cipher: 'ECDHE-RSA-AES256-GCM-SHA384' })
  t.match(await shake(edge, { sigalgs: 'rsa_pss_rsae_sha256:RSA+SHA256' }), { protocol: 'TLSv1.3', keyType: 'rsa' })
})

t.test('without settings every version from TLS 1.0 on is taken', async t => {
  const edge = await edgeWith({})
  t.teardown(edge.close)
  for (const version of ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const) {
    t.match(await shake(edge, { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' }), { protocol: version })
  }
})

t.test('the least version of a hostname is enforced in the handshake', async t => {
  const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const
  for (const [i, least] of (['1.0', '1.1', '1.2', '1.3'] as const).entries()) {
    const edge = await edgeWith({ min_tls_version: least })
    for (const [j, version] of versions.entries()) {
      const outcome = await shake(edge, { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' })
      if (j >= i) t.match(outcome, { protocol: version }, `${least} takes ${version}`)
      else t.equal(outcome, 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', `${least} refuses ${version}`)
    }
    await edge.close()
  }
})

t.test('TLS 1.3 can be switched off, alone and together with everything else', async t => {
  const edge = await edgeWith({ tls_1_3: 'off' })
  t.teardown(edge.close)
  t.match(await shake(edge), { protocol: 'TLSv1.2' })
  t.equal(await shake(edge, { minVersion: 'TLSv1.3' }), 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION')
  edge.certificates.set(NAME, await certificateFor(NAME, { tls_1_3: 'off', min_tls_version: '1.3' }))
  t.equal(await shake(edge), 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'nothing is left')
  edge.certificates.set(NAME, await certificateFor(NAME, { tls_1_2_only: 'on' }))
  t.equal(await shake(edge, { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }), 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'the old setting still counts')
})

t.test('only chosen cipher suites are used, and those of TLS 1.3', async t => {
  const edge = await edgeWith({ ciphers: ['ECDHE-RSA-AES128-GCM-SHA256', 'AES128-SHA', 'DES-CBC3-SHA'] })
  t.teardown(edge.close)
  t.match(await shake(edge, { maxVersion: 'TLSv1.2' }), { cipher: 'ECDHE-RSA-AES128-GCM-SHA256', keyType: 'rsa' })
  t.match(await shake(edge, { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:AES256-SHA' }), { cipher: 'AES128-SHA' })
  t.equal(await shake(edge, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' }), 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE')
  t.match(await shake(edge), { protocol: 'TLSv1.3' })
  edge.certificates.set(NAME, await certificateFor(NAME, { ciphers: [] }))
  t.match(await shake(edge, { maxVersion: 'TLSv1.2' }), { cipher: 'ECDHE-ECDSA-AES128-GCM-SHA256' }, 'an empty list is no choice')
})

t.test('suites that this OpenSSL does not have leave TLS 1.3, and without it nothing', async t => {
  const edge = await edgeWith({ ciphers: ['DES-CBC3-SHA'] })
  t.teardown(edge.close)
  t.match(await shake(edge), { protocol: 'TLSv1.3' })
  t.equal(await shake(edge, { maxVersion: 'TLSv1.2' }), 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION')
  edge.certificates.set(NAME, await certificateFor(NAME, { ciphers: ['DES-CBC3-SHA'], tls_1_3: 'off' }))
  t.equal(await shake(edge), 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE')
})

t.test('HTTP/2 is agreed by ALPN, and not where it is off', async t => {
  const edge = await edgeWith({ http2: 'on' })
  t.teardown(edge.close)
  for (const [ciphers, version] of [['DEFAULT', 'TLSv1.3'], ['DEFAULT', 'TLSv1.2']] as const) {
    const ask = async (...protocols: string[]) => await shake(edge, { ALPNProtocols: protocols, maxVersion: version, ciphers })
    edge.certificates.set(NAME, await certificateFor(NAME, { http2: 'on' }))
    t.match(await ask('http/1.1', 'h2'), { alpn: 'h2', protocol: version })
    t.match(await ask('http/1.1'), { alpn: 'http/1.1' })
    t.match(await shake(edge, { maxVersion: version }), { alpn: false })
    edge.certificates.set(NAME, await certificateFor(NAME, { http2: 'off' }))
    t.match(await ask('http/1.1', 'h2'), { alpn: 'http/1.1' })
    t.equal(await ask('h2'), 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL')
  }
})

t.test('names covered by a wildcard have the zone\'s settings, whatever the hostname says', async t => {
  const edge = await startEdge()
  t.teardown(edge.close)
  edge.certificates.set(NAME, await certificateFor('*.customer.com', { min_tls_version: '1.3', http2: 'off' }))
  t.match(await shake(edge, { maxVersion: 'TLSv1.2', ALPNProtocols: ['h2'] }), { protocol: 'TLSv1.2', alpn: 'h2', subject: 'DNS:*.customer.com' })
})

t.test('a name without a certificate, or no name, ends in the alert handshake_failure', async t => {
  const edge = await edgeWith({})
  t.teardown(edge.close)
  for (const servername of ['other.customer.com', '']) t.equal(await shake(edge, { servername }), 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', servername)
  t.match(await shake(edge, { servername: 'APP.customer.com' }), { subject: `DNS:${NAME}` }, 'names are compared without case')
  const { stderr } = await run('openssl', ['s_client', '-connect', `127.0.0.1:${edge.httpsPort}`, '-servername', 'other.customer.com']).catch((error: { readonly stderr: string }) => error)
  t.match(stderr, /alert number 40/)
})

t.test('zones are caught up before a certificate is chosen', async t => {
  const { edge, close } = await startWithOrigin()
  t.teardown(close)
  await shake(edge)
  t.strictSame(edge.caughtUp, [edge.zone.id])
})

t.test('a renewed certificate is shown to the next visitor', async t => {
  const edge = await edgeWith({})
  t.teardown(edge.close)
  const fingerprint = async (): Promise<string> => {
    const socket = connect({ port: edge.httpsPort, host: '127.0.0.1', servername: NAME, ca: rootPem })
    await once(socket, 'secureConnect')
    const { fingerprint256 = '' } = socket.getPeerX509Certificate() ?? {}
    socket.destroy()
    return fingerprint256
  }
  const first = await fingerprint()
  t.equal(await fingerprint(), first)
  edge.certificates.set(NAME, await certificateFor(NAME))
  t.not(await fingerprint(), first)
})

t.test('a certificate of one key type serves those who can use it', async t => {
  const edge = await startEdge()
  t.teardown(edge.close)
  edge.certificates.set(NAME, await certificateFor(NAME, {}, ['rsa']))
  t.match(await shake(edge), { keyType: 'rsa' })
  t.equal(await shake(edge, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' }), 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE')
})

t.test('what is wrong with a certificate is reported, and ends in the alert internal_error', async t => {
  const edge = await startEdge()
  t.teardown(edge.close)
  edge.certificates.set(NAME, { ...await certificateFor(NAME), pairs: [{ keyType: 'rsa', chainPem: 'broken', privateKeyPem: 'broken' }] })
  t.equal(await shake(edge), 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR')
  t.equal(edge.errors.length, 1)
})

t.test('sessions are resumed', async t => {
  const edge = await edgeWith({ tls_1_3: 'off' })
  t.teardown(edge.close)
  const first = connect({ port: edge.httpsPort, host: '127.0.0.1', servername: NAME, ca: rootPem })
  const [session] = await once(first, 'session') as [Buffer]
  first.destroy()
  const second = connect({ port: edge.httpsPort, host: '127.0.0.1', servername: NAME, ca: rootPem, session })
  await once(second, 'secureConnect')
  t.equal(second.isSessionReused(), true)
  second.destroy()
})

t.test('the commands of the documentation work', async t => {
  const { edge, close } = await startWithOrigin()
  const folder = await mkdtemp(join(tmpdir(), 'sandflare-edge-'))
  t.teardown(async () => {
    await close()
    await rm(folder, { recursive: true })
  })
  const root = join(folder, 'root.pem')
  await writeFile(root, rootPem)
  const shown = run('openssl', ['s_client', '-servername', NAME, '-connect', `127.0.0.1:${edge.httpsPort}`, '-CAfile', root, '-verify_return_error', '-verify_hostname', NAME])
  shown.child.stdin?.end()
  const { stdout } = await shown
  t.match(stdout, /subject=CN = app\.customer\.com/)
  t.match(stdout, /Verify return code: 0 \(ok\)/)
  for (const [flag, version] of [['--http1.1', '1.1'], ['--http2', '2']] as const) {
    const curled = await run('curl', ['-sS', '-m', '10', flag, '--cacert', root, '--resolve', `${NAME}:${edge.httpsPort}:127.0.0.1`, '-w', ' %{http_version}', `https://${NAME}:${edge.httpsPort}/`])
    t.equal(curled.stdout, `from the origin ${version}`)
  }
})

t.test('plain HTTP on the port of HTTPS is told so', async t => {
  const edge = await startEdge()
  t.teardown(edge.close)
  t.match(await ask(edge.httpsPort, { host: NAME }), { status: 400, body: /plain HTTP/ })
})

t.test('a handshake that does not come to its end is ended', async t => {
  const edge = await startEdge({ limits: { handshakeTimeoutMs: 50 } })
  t.teardown(edge.close)
  edge.certificates.set(NAME, await certificateFor(NAME))
  const hello = await helloOf(NAME)
  for (const bytes of [Buffer.alloc(0), hello.subarray(0, 20), hello]) {
    const socket = connectPlain(edge.httpsPort, '127.0.0.1')
    socket.on('error', () => {})
    socket.write(bytes)
    await once(socket.resume(), 'close')
  }
  t.pass('all of them were closed')
})

t.test('every suite that the API takes has its place, old ones where OpenSSL has them', async t => {
  const { pairs } = await certificateFor(NAME)
  const options = tlsOptionsOf({ version: '', zoneId: '', hostname: NAME, exact: true, settings: { min_tls_version: '1.3' }, pairs })
  t.match(options, { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3', ciphers: /^TLS_/ })
})

/** The first bytes of a client, as Node writes them. */
async function helloOf (servername: string): Promise<Buffer> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const client = connect({ port: typeof address === 'object' ? address?.port : 0, host: '127.0.0.1', servername })
  client.on('error', () => {})
  const [accepted] = await once(server, 'connection') as [Socket]
  const [bytes] = await once(accepted, 'data') as [Buffer]
  client.destroy()
  accepted.destroy()
  server.close()
  return bytes
}
