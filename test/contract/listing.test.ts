import t from 'tap'
import type { Test } from 'tap'
import { openContract } from './support.ts'
import type { Contract, Reply } from './support.ts'

const names = ({ items }: Reply): unknown[] => items.map(item => item['hostname'])

async function openFilled (t: Test): Promise<Contract> {
  const contract = await openContract(t)
  const { ask, create, setFallbackOrigin, sandbox: { advance, zone } } = contract
  await setFallbackOrigin()
  await ask('POST', `/zones/${zone.id}/dns_records`, { body: { type: 'A', name: 'origin', content: '192.0.2.7' } })
  await create('shop.first.com')
  await create('www.shop.first.com', { method: 'txt', type: 'dv', wildcard: true, certificate_authority: 'lets_encrypt' })
  await advance('90s')
  await create('shop.second.com', { method: 'http', type: 'dv', certificate_authority: 'digicert' }, { custom_origin_server: 'origin.saasprovider.com' })
  for (let i = 1; i <= 9; i++) await contract.hostnames('POST', '', { hostname: `tenant${i}.third.com` })
  return contract
}

t.test('a list has its newest first, a page at a time, and an empty page past its end', async t => {
  const { hostnames } = await openFilled(t)
  const first = await hostnames('GET', '?per_page=5')
  t.strictSame(names(first), [9, 8, 7, 6, 5].map(i => `tenant${i}.third.com`))
  t.strictSame(first.body['result_info'], { page: 1, per_page: 5, count: 5, total_count: 12, total_pages: 3 })
  t.strictSame(names(await hostnames('GET', '?per_page=5&page=3')), ['www.shop.first.com', 'shop.first.com'])
  const past = await hostnames('GET', '?per_page=5&page=4')
  t.strictSame([past.status, past.items], [200, []])
  t.strictSame(past.body['result_info'], { page: 4, per_page: 5, count: 0, total_count: 12, total_pages: 3 })
  t.equal((await hostnames('GET')).items.length, 12)
  for (const query of ['page=0', 'page=x', 'per_page=4', 'per_page=1001']) t.equal((await hostnames('GET', `?${query}`)).code, 1437, query)
  t.equal((await hostnames('GET', '?per_page=1000')).items.length, 12)
})

t.test('every filter finds what it names', async t => {
  const { hostnames } = await openFilled(t)
  const shop = ['shop.second.com', 'www.shop.first.com', 'shop.first.com']
  const expected: ReadonlyArray<readonly [query: string, found: readonly string[]]> = [
    ['hostname=SHOP.first.com', ['shop.first.com']],
    ['hostname=shop', shop],
    ['hostname.exact=shop', []],
    ['hostname.exact=shop.first.com', ['shop.first.com']],
    ['hostname.startsWith=shop.', ['shop.second.com', 'shop.first.com']],
    ['hostname.contain=first', ['www.shop.first.com', 'shop.first.com']],
    ['hostname_status=active', ['www.shop.first.com', 'shop.first.com']],
    ['ssl_status=initializing', ['shop.second.com']],
    ['certificate_authority=lets_encrypt', ['www.shop.first.com']],
    ['certificate_authority=digicert', ['shop.second.com']],
    ['wildcard=true', ['www.shop.first.com']],
    ['wildcard=false&ssl=1', ['shop.second.com', 'shop.first.com']],
    ['custom_origin_server=origin.saasprovider.com', ['shop.second.com']],
    ['ssl=1', shop],
    ['ssl=1&nonsense=1&fields=id', shop],
    ['hostname=&ssl=1', shop]
  ]
  for (const [query, found] of expected) {
    t.strictSame(names(await hostnames('GET', `?${query}`)), found, query)
  }
  const [one] = (await hostnames('GET', '?hostname.exact=shop.first.com')).items
  t.strictSame(names(await hostnames('GET', `?id=${String(one?.['id'])}`)), ['shop.first.com'])
  t.strictSame(one, (await hostnames('GET', `/${String(one?.['id'])}`)).result, 'an item of a list is the object itself')
})

t.test('a list can be ordered by certificate and its status', async t => {
  const { hostnames } = await openFilled(t)
  for (const [query, statuses] of [
    ['order=ssl_status', ['active', 'active', 'initializing']],
    ['order=ssl_status&direction=desc', ['initializing', 'active', 'active']]
  ] as const) {
    const { items } = await hostnames('GET', `?ssl=1&${query}`)
    t.match(items, statuses.map(status => ({ ssl: { status } })), query)
  }
  const ascending = names(await hostnames('GET', '?order=ssl'))
  t.equal(ascending.length, 12)
  t.strictSame(names(await hostnames('GET', '?order=ssl&direction=desc')), ascending.toReversed())
})

t.test('zone settings change how lists are asked for', async t => {
  const { hostnames, settings } = await openFilled(t)
  const { items: [one] } = await hostnames('GET', '?hostname.exact=shop.first.com')
  const both = `?id=${String(one?.['id'])}&hostname=first`
  t.equal((await hostnames('GET', both)).code, 1438)
  await settings({ clamp_paging: true, id_with_filters: true, hostname_filter: 'substring' })
  t.strictSame(names(await hostnames('GET', both)), ['shop.first.com'])
  t.match((await hostnames('GET', '?per_page=1')).body, { result_info: { per_page: 5 } })
  t.strictSame(names(await hostnames('GET', '?hostname=shop.first.com')), ['www.shop.first.com', 'shop.first.com'])
})

t.test('the quota is soft until its hard cap, and gone without the product', async t => {
  const { hostnames, settings, ask, sandbox: { zone } } = await openContract(t)
  await settings({ plan: 'business', quota: { allocated: 1, hard_cap: 2 } })
  t.strictSame((await hostnames('GET', '/quota')).result, { allocated: 1, used: 0, exceeded: false, hard_cap: 2 })
  t.strictSame((await hostnames('POST', '', { hostname: 'a.customer.com' })).body['messages'], [])
  t.strictSame((await hostnames('GET', '/quota')).result, { allocated: 1, used: 1, exceeded: true, hard_cap: 2 })
  const billed = await hostnames('POST', '', { hostname: 'b.customer.com' })
  t.equal(billed.status, 201)
  t.match(billed.body['messages'], [/quota/], 'over the soft quota a message comes along')
  const refused = await hostnames('POST', '', { hostname: 'c.customer.com' })
  t.strictSame([refused.status, refused.code], [403, 1405])
  t.strictSame((await hostnames('POST', '', { hostname: 'a.customer.com' })).code, 1406, 'a duplicate is told first')
  await hostnames('DELETE', `/${String(billed.result['id'])}`)
  t.equal((await hostnames('POST', '', { hostname: 'c.customer.com' })).status, 201)

  await settings({ entitlements: { custom_hostnames: false } })
  const calls: ReadonlyArray<readonly [string, string]> = [
    ['GET', ''], ['POST', ''], ['GET', '/quota'], ['GET', `/${String(billed.result['id'])}`], ['PATCH', `/${String(billed.result['id'])}`], ['DELETE', '/no-id']
  ]
  for (const [method, rest] of calls) {
    const { status, code } = await hostnames(method, rest, method === 'POST' || method === 'PATCH' ? { hostname: 'd.customer.com' } : undefined)
    t.strictSame([status, code], [403, 1404], `${method} ${rest}`)
  }
  t.equal((await hostnames('GET', '/fallback_origin')).code, 1456)
  t.equal((await ask('GET', `/zones/${zone.id}/dns_records`)).status, 200, 'the rest of the zone goes on')
  await settings({ no_quota_status: 400 })
  t.equal((await hostnames('GET')).status, 400)
})
