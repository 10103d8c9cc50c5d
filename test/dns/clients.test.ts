import { execFile } from 'node:child_process'
import { Resolver } from 'node:dns/promises'
import { promisify } from 'node:util'
import t from 'tap'
import { resolveName } from '../../src/dns/answer.ts'
import { createDnsService } from '../../src/dns/service.ts'
import { worldOf } from './fixtures/world.ts'

const world = worldOf([
  'app.customer.test CNAME app.customers.example.com', '*.customers.example.com CNAME edge.example.com',
  'edge.example.com A 127.0.0.1', 'edge.example.com AAAA ::1', 'txt.example.com TXT ca3-0123456789abcdef',
  'customer.test CAA 0 issue "letsencrypt.org"', 'example.com MX 10 mail.example.com', 'b.test A 192.0.2.1',
  ...Array.from({ length: 150 }, (_, n) => `many.example.com A 192.0.2.${n}`)
], { 'b.test': 'dnssec_bogus' })

const service = createDnsService({ host: '127.0.0.1', port: 0, answer: question => resolveName(question, world) })
t.before(() => service.start())
t.teardown(() => service.stop())

async function dig (...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('dig', ['@127.0.0.1', '-p', String(service.port), '+tries=1', ...args])
  return stdout
}

t.test('dig follows a customer\'s CNAME to the edge', async t => {
  t.equal(await dig('+short', 'app.customer.test'), 'app.customers.example.com.\nedge.example.com.\n127.0.0.1\n')
  const full = await dig('aPP.Customer.Test', 'AAAA')
  t.match(full, /status: NOERROR/)
  t.match(full, /flags: qr aa rd ra;/)
  t.match(full, /^aPP\.Customer\.Test\.\s+300\s+IN\s+CNAME/m)
  t.notMatch(full, /WARNING|malformed|mismatch/i)
})

t.test('dig sees NXDOMAIN and NODATA with the SOA', async t => {
  const missing = await dig('none.example.com')
  t.match(missing, /status: NXDOMAIN/)
  t.match(missing, /^example\.com\.\s+1800\s+IN\s+SOA\s+ns1\.example\.com\. dns\.example\.com\. 1 10000 2400 604800 1800$/m)
  const empty = await dig('edge.example.com', 'TXT')
  t.match(empty, /status: NOERROR/)
  t.match(empty, /\sIN\s+SOA\s/)
})

t.test('dig turns to TCP when the answer is truncated', async t => {
  t.match(await dig('+ignore', '+bufsize=512', 'many.example.com'), /flags: qr aa tc rd ra;/)
  t.match(await dig('+bufsize=512', 'many.example.com'), /ANSWER: 150,/)
  t.match(await dig('+tcp', '+short', 'txt.example.com', 'TXT'), /^"ca3-0123456789abcdef"$/m)
  t.match(await dig('+noedns', '+ignore', 'many.example.com'), /flags: qr aa tc/)
})

t.test('dig explains a bogus name by its extended error, and sees the data with +cd', async t => {
  t.match(await dig('b.test'), /status: SERVFAIL[^]*EDE: 6 \(DNSSEC Bogus\)/)
  t.equal(await dig('+cd', '+short', 'b.test'), '192.0.2.1\n')
})

t.test('dig is told what is not served', async t => {
  t.match(await dig('example.com', 'CH', 'TXT'), /status: REFUSED/)
  t.match(await dig('+noednsnegotiation', '+edns=1', 'example.com'), /status: BADVERS/)
  t.match(await dig('+opcode=notify', 'example.com'), /status: NOTIMP/)
})

t.test('the resolver of Node finds records of every type it is asked for', async t => {
  const resolver = new Resolver({ timeout: 2000, tries: 1 })
  resolver.setServers([`127.0.0.1:${service.port}`])
  t.same(await resolver.resolve4('app.customer.test'), ['127.0.0.1'])
  t.same(await resolver.resolve6('app.customer.test'), ['::1'])
  t.same(await resolver.resolveCname('app.customer.test'), ['app.customers.example.com'])
  t.same(await resolver.resolveTxt('txt.example.com'), [['ca3-0123456789abcdef']])
  t.match(await resolver.resolveMx('example.com'), [{ exchange: 'mail.example.com', priority: 10 }])
  t.match(await resolver.resolveCaa('customer.test'), [{ critical: 0, issue: 'letsencrypt.org' }])
  t.match(await resolver.resolveSoa('example.com'), { nsname: 'ns1.example.com', minttl: 1800 })
  t.same(await resolver.resolveNs('example.com'), ['ns1.example.com', 'ns2.example.com'])
  t.equal((await resolver.resolve4('many.example.com')).length, 150, 'over TCP')
  await t.rejects(resolver.resolve4('none.example.com'), { code: 'ENOTFOUND' })
  await t.rejects(resolver.resolveTxt('edge.example.com'), { code: 'ENODATA' })
  await t.rejects(resolver.resolve4('b.test'), { code: 'ESERVFAIL' })
})
