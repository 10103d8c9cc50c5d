import assert from 'node:assert'
import fc from 'fast-check'
import t from 'tap'
import { MAX_CNAME_STEPS, resolveName } from '../../src/dns/answer.ts'
import type { NameData, Reply } from '../../src/dns/answer.ts'
import { combineSources, recordSource, zoneFinder } from '../../src/dns/sources.ts'
import { records, worldOf, zoneOf } from './fixtures/world.ts'

async function ask (world: NameData, name: string, type = 'A', checkingDisabled = false): Promise<Reply> {
  const resolution = await resolveName({ name, type, checkingDisabled }, world)
  assert(resolution.kind === 'reply')
  return resolution
}

/** A reply in one line: the code, then the answers, then what stands as authority. */
function told ({ rcode, answers, authorities }: Reply): string {
  const answered = answers.map(({ name, type, content }) => `${name} ${type} ${content}`)
  return [rcode, ...answered, ...authorities.map(({ name, type }) => `| ${name} ${type}`)].join(', ')
}

t.test('a record is found whatever the case of the question, and the answer keeps that case', async t => {
  const world = worldOf(['Www.example.com A 192.0.2.1', 'www.example.com A 192.0.2.2', 'www.example.com TXT hello'])
  t.equal(told(await ask(world, 'wWw.ExAmple.COM')),
    'NOERROR, wWw.ExAmple.COM A 192.0.2.1, wWw.ExAmple.COM A 192.0.2.2')
  t.equal(told(await ask(world, 'www.example.com.', 'TXT')), 'NOERROR, www.example.com. TXT hello')
  t.equal((await ask(world, 'www.example.com', 'ANY')).answers.length, 3)
})

t.test('a missing name is NXDOMAIN and a missing type is NODATA, both with the SOA of the zone', async t => {
  const world = worldOf(['www.example.com A 192.0.2.1', 'a.b.example.com A 192.0.2.2'])
  t.equal(told(await ask(world, 'nope.example.com')), 'NXDOMAIN, | example.com SOA')
  t.equal(told(await ask(world, 'www.example.com', 'AAAA')), 'NOERROR, | example.com SOA')
  t.equal(told(await ask(world, 'b.example.com')), 'NOERROR, | example.com SOA', 'a name that only has names below it')
  t.equal(told(await ask(world, 'nope.test')), 'NXDOMAIN, | . SOA')
  const [soa] = (await ask(world, 'nope.example.com')).authorities
  t.equal(soa?.ttl, 1800, 'the absence may be remembered for the shorter of both times')
})

t.test('the apex of a zone answers SOA and NS, even beside a CNAME', async t => {
  const world = worldOf(['example.com CNAME www.example.net', 'www.example.net A 192.0.2.1'])
  t.equal(told(await ask(world, 'example.com', 'NS')), 'NOERROR, example.com NS ns1.example.com, example.com NS ns2.example.com')
  t.match(told(await ask(world, 'example.com', 'SOA')), /^NOERROR, example.com SOA ns1.example.com/)
  t.equal(told(await ask(world, 'example.com')), 'NOERROR, example.com CNAME www.example.net, www.example.net A 192.0.2.1')
  const own = worldOf(['example.net NS ns.elsewhere.test'])
  t.equal(told(await ask(own, 'example.net', 'NS')), 'NOERROR, example.net NS ns.elsewhere.test')
})

t.test('a CNAME is followed from zone to zone', async t => {
  const world = worldOf([
    'shop.customer.test CNAME Shop.customers.example.com', '*.customers.example.com CNAME edge.example.net',
    'edge.example.net A 192.0.2.1', 'edge.example.net AAAA 2001:db8::1', 'lost.customer.test CNAME gone.example.com'
  ])
  t.equal(told(await ask(world, 'shop.customer.test')), [
    'NOERROR', 'shop.customer.test CNAME Shop.customers.example.com',
    'Shop.customers.example.com CNAME edge.example.net', 'edge.example.net A 192.0.2.1'
  ].join(', '))
  t.equal(told(await ask(world, 'shop.customer.test', 'CNAME')),
    'NOERROR, shop.customer.test CNAME Shop.customers.example.com', 'a question for the CNAME itself stops there')
  t.match(told(await ask(world, 'shop.customer.test', 'TXT')), /^NOERROR, .*\| example.net SOA$/)
  t.equal(told(await ask(world, 'lost.customer.test')),
    'NXDOMAIN, lost.customer.test CNAME gone.example.com, | example.com SOA')
})

t.test('a record of the asked type beside a CNAME hides the CNAME', async t => {
  const world = worldOf(['_acme-challenge.a.test CNAME token.example.com', '_acme-challenge.a.test TXT old', 'token.example.com TXT new'])
  t.equal(told(await ask(world, '_acme-challenge.a.test', 'TXT')), 'NOERROR, _acme-challenge.a.test TXT old')
})

t.test('a CNAME loop and a chain that is too long are failures that say so', async t => {
  const loop = worldOf(['a.test CNAME b.test', 'b.test CNAME A.test.', 'self.test CNAME self.test'])
  for (const name of ['a.test', 'b.test', 'self.test']) {
    const reply = await ask(loop, name)
    t.equal(reply.rcode, 'SERVFAIL')
    t.match(reply.extendedError?.text, /CNAME loop/)
  }
  const chain = (length: number): readonly string[] => [
    ...Array.from({ length }, (_, n) => `c${n}.test CNAME c${n + 1}.test`), `c${length}.test A 192.0.2.1`
  ]
  t.equal((await ask(worldOf(chain(MAX_CNAME_STEPS)), 'c0.test')).answers.length, MAX_CNAME_STEPS + 1)
  t.equal((await ask(worldOf(chain(MAX_CNAME_STEPS + 1)), 'c0.test')).rcode, 'SERVFAIL')
})

t.test('wildcards answer as in the example of RFC 4592', async t => {
  const world = worldOf([
    '*.example.com TXT this is a wildcard', '*.example.com MX 10 host1.example.com', 'sub.*.example.com TXT not a wildcard',
    'host1.example.com A 192.0.2.1', '_ssh._tcp.host1.example.com SRV 0 0 22 host1.example.com',
    '_ssh._tcp.host2.example.com SRV 0 0 22 host2.example.com'
  ])
  const cases: ReadonlyArray<readonly [string, string, string]> = [
    ['host3.example.com', 'MX', 'NOERROR, host3.example.com MX 10 host1.example.com'],
    ['host3.example.com', 'A', 'NOERROR, | example.com SOA'],
    ['foo.bar.example.com', 'TXT', 'NOERROR, foo.bar.example.com TXT this is a wildcard'],
    ['host1.example.com', 'MX', 'NOERROR, | example.com SOA'],
    ['sub.*.example.com', 'MX', 'NOERROR, | example.com SOA'],
    ['_telnet._tcp.host1.example.com', 'SRV', 'NXDOMAIN, | example.com SOA'],
    ['host2.example.com', 'MX', 'NOERROR, | example.com SOA'],
    ['ghost.*.example.com', 'MX', 'NXDOMAIN, | example.com SOA'],
    ['*.example.com', 'TXT', 'NOERROR, *.example.com TXT this is a wildcard']
  ]
  for (const [name, type, expected] of cases) t.equal(told(await ask(world, name, type)), expected, `${name} ${type}`)
})

t.test('a wildcard reaches into no zone below, and one that has only names below it gives NODATA', async t => {
  const world = combineSources({
    sources: [recordSource(records('*.example.com A 192.0.2.1', 'deep.*.example.net A 192.0.2.2'))],
    zone: zoneFinder([zoneOf('example.com'), zoneOf('sub.example.com'), zoneOf('example.net')])
  })
  t.equal(told(await ask(world, 'x.sub.example.com')), 'NXDOMAIN, | sub.example.com SOA')
  t.equal(told(await ask(world, 'x.example.net')), 'NOERROR, | example.net SOA')
})

t.test('a name that nobody answers for is refused, and a chain that leads there ends', async t => {
  const world = combineSources({
    sources: [recordSource(records('www.example.com CNAME www.elsewhere.test'))], zone: zoneFinder([zoneOf('example.com')])
  })
  t.equal(told(await ask(world, 'www.elsewhere.test')), 'REFUSED')
  t.equal(told(await ask(world, 'www.example.com')), 'NOERROR, www.example.com CNAME www.elsewhere.test')
})

t.test('a fault strikes its name, also at the end of a chain', async t => {
  const world = worldOf(
    ['a.test A 192.0.2.1', 'b.test CNAME a.test', 'c.test A 192.0.2.3', 'd.test A 192.0.2.4'],
    { 'a.test': 'servfail', 'c.test': 'timeout', 'd.test': 'dnssec_bogus' }
  )
  t.equal(told(await ask(world, 'A.test')), 'SERVFAIL')
  t.equal(told(await ask(world, 'b.test')), 'SERVFAIL')
  t.same(await resolveName({ name: 'c.test', type: 'A' }, world), { kind: 'silence' })
  t.equal((await ask(world, 'd.test')).extendedError?.code, 6)
  t.equal(told(await ask(world, 'd.test', 'A', true)), 'NOERROR, d.test A 192.0.2.4', 'unless validation is not asked for')
})

t.test('any set of names gets an answer that tells existing from missing names', async t => {
  const label = fc.constantFrom('a', 'b', '*', '_x')
  const name = fc.array(label, { maxLength: 4 }).map(labels => [...labels, 'example.com'].join('.'))
  const line = fc.oneof(name.map(at => `${at} A 192.0.2.1`), fc.tuple(name, name).map(([at, to]) => `${at} CNAME ${to}`))
  await t.resolves(fc.assert(fc.asyncProperty(fc.array(line, { maxLength: 12 }), name, async (lines, asked) => {
    const reply = await ask(worldOf(lines), asked)
    const exists = lines.some(at => ` ${at}`.split(' ')[1] === asked || ` ${at}`.split(' ')[1]?.endsWith(`.${asked}`))
    if (exists && reply.rcode === 'NXDOMAIN') assert(reply.answers.length > 0, 'only after a CNAME can an existing name end so')
    assert(reply.answers.length <= MAX_CNAME_STEPS + 1)
    assert.equal(reply.authorities.length, reply.rcode === 'SERVFAIL' || reply.answers.some(({ type }) => type === 'A') ? 0 : 1)
  })))
})
