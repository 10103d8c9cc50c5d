import t from 'tap'
import { ConfigError, readConfig } from '../../src/config/config.ts'
import type { Given } from '../../src/config/config.ts'

function refused (given: Given): string {
  try {
    readConfig(given, {})
    return 'accepted'
  } catch (error) {
    return error instanceof ConfigError ? error.message : String(error)
  }
}

t.test('DNS, resolver, customers\' servers and edge have their defaults', t => {
  t.match(readConfig({}, {}), {
    inspector: 'auto', dnsPort: 4453, resolver: 'builtin', httpPort: 80, allowedAddresses: [], edgeAddresses: { ipv4: ['127.0.0.1'], ipv6: [] }
  })
  t.same(readConfig({ host: '::' }, {}).edgeAddresses, { ipv4: ['127.0.0.1'], ipv6: ['::1'] })
  t.same(readConfig({ host: '::1' }, {}).edgeAddresses, { ipv4: [], ipv6: ['::1'] })
  t.same(readConfig({ host: '0.0.0.0' }, {}).edgeAddresses, { ipv4: ['127.0.0.1'], ipv6: [] })
  t.same(readConfig({ host: '192.0.2.9' }, {}).edgeAddresses, { ipv4: ['192.0.2.9'], ipv6: [] })
  t.end()
})

t.test('what is given takes their place', t => {
  const config = readConfig({ inspector: 'dns', 'dns-port': 'off', 'http-port': '8080' }, {
    SANDFLARE_RESOLVER: '127.0.0.1:53, [::1]:5353,coredns:53', SANDFLARE_ALLOWED_ADDRESSES: '10.0.0.0/8, fd00::/8,192.0.2.1', SANDFLARE_EDGE_ADDRESSES: '203.0.113.1,2001:db8::1'
  })
  t.match(config, { inspector: 'dns', dnsPort: 'off', httpPort: 8080 })
  t.same(config.resolver, [{ host: '127.0.0.1', port: 53 }, { host: '::1', port: 5353 }, { host: 'coredns', port: 53 }])
  t.same(config.allowedAddresses, ['10.0.0.0/8', 'fd00::/8', '192.0.2.1'])
  t.same(config.edgeAddresses, { ipv4: ['203.0.113.1'], ipv6: ['2001:db8::1'] })
  t.end()
})

t.test('what cannot be used stops the start with one line', t => {
  t.equal(refused({ 'dns-port': '70000' }), '--dns-port must be a port from 0 to 65535, not "70000"')
  t.equal(refused({ 'http-port': '0' }), '--http-port must be a whole number from 1 to 65535, not "0"')
  for (const resolver of ['', '127.0.0.1', 'a:b', '::1:53', '[x]:53', '1.2.3.4:0']) {
    t.match(refused({ resolver }), /^--resolver must be (an address and a port such as 127\.0\.0\.1:53|a port from 1 to 65535), not "/, resolver)
  }
  for (const range of ['10.0.0.0/33', '10.0.0.0/8/8', 'example.com', '::1/129', '10.0.0.0/x']) {
    t.equal(refused({ 'allowed-addresses': range }), `--allowed-addresses must be addresses or ranges such as 10.0.0.0/8, not "${range}"`)
  }
  t.equal(refused({ 'edge-addresses': '127.0.0.1,edge' }), '--edge-addresses must be addresses such as 127.0.0.1, not "edge"')
  t.equal(refused({ 'edge-addresses': ',' }), '--edge-addresses must be addresses such as 127.0.0.1, not ","')
  t.match(refused({ inspector: 'guess' }), '--inspector must be auto, dns, manual, not "guess"')
  t.end()
})
