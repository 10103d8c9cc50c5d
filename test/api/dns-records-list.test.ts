import { Value } from '@sinclair/typebox/value'
import t from 'tap'
import { DnsRecordSchema } from '../../schemas/dns-record.ts'
import { listOf } from '../../schemas/envelope.ts'
import { createApi, ZONE_ID } from './support.ts'

const RECORDS = `/zones/${ZONE_ID}/dns_records`

const WORLD = [
  { type: 'TXT', name: '@', content: 'v=spf1 -all', comment: 'Mail policy' },
  { type: 'A', name: 'proxy-fallback', content: '192.0.2.1', proxied: true, comment: 'Fallback origin', tags: ['owner:dns-team', 'env:prod'] },
  { type: 'CNAME', name: '*.customers', content: 'proxy-fallback.saasprovider.com', proxied: true, tags: ['owner:edge-team'] },
  { type: 'A', name: 'app', content: '192.0.2.2', ttl: 300, tags: ['env:test'] }
]

/** The records are told apart by the first label of their names. */
const SPF = 'saasprovider'
const FALLBACK = 'proxy-fallback'
const TARGETS = '*'
const APP = 'app'

async function openWorld (t: { teardown (close: () => Promise<void>): void }) {
  const api = await createApi()
  t.teardown(api.close)
  for (const body of WORLD) await api.ask('POST', RECORDS, { body })
  const labels = async (query: string) => (await api.ask('GET', `${RECORDS}?${query}`)).items.map(({ name }) => String(name).split('.')[0])
  return { ...api, labels }
}

t.test('records are listed by type unless asked otherwise, a hundred a page', async t => {
  const { ask, labels } = await openWorld(t)
  const { body } = await ask('GET', RECORDS)
  t.strictSame([...Value.Errors(listOf(DnsRecordSchema), body)], [])
  t.hasStrict(body, { result_info: { page: 1, per_page: 100, count: 4, total_count: 4, total_pages: 1 } })
  t.strictSame(await labels(''), [FALLBACK, APP, TARGETS, SPF])
  t.strictSame(await labels('direction=desc'), [SPF, TARGETS, FALLBACK, APP])
  t.strictSame(await labels('order=name'), [TARGETS, APP, FALLBACK, SPF])
  t.strictSame(await labels('order=ttl&direction=desc'), [APP, SPF, FALLBACK, TARGETS])
  t.strictSame(await labels('order=proxied'), [SPF, APP, FALLBACK, TARGETS])
  t.strictSame(await labels('order=content'), [FALLBACK, APP, TARGETS, SPF])
  t.strictSame(await labels('order=name&per_page=1&page=2'), [APP])
  t.strictSame(await labels('per_page=5000000&page=2'), [])
})

t.test('records are filtered by each of their attributes', async t => {
  const { labels } = await openWorld(t)
  const expected: Readonly<Record<string, readonly string[]>> = {
    'type=A': [FALLBACK, APP],
    'type=MX': [],
    'name=app.saasprovider.com': [APP],
    'name=app': [],
    'name.exact=APP.saasprovider.com': [APP],
    'name.contains=customers': [TARGETS],
    'name.startswith=proxy': [FALLBACK],
    'name.endswith=saasprovider.com': [FALLBACK, APP, TARGETS, SPF],
    'content=192.0.2.1': [FALLBACK],
    'content.contains=spf': [SPF],
    'content.startswith=192.': [FALLBACK, APP],
    'content.endswith=.com': [TARGETS],
    'comment=mail%20policy': [SPF],
    'comment.contains=ORIGIN': [FALLBACK],
    'comment.present': [FALLBACK, SPF],
    'comment.absent=true': [APP, TARGETS],
    'proxied=true': [FALLBACK, TARGETS],
    'proxied=false': [APP, SPF],
    'tag=owner:dns-team': [FALLBACK],
    'tag.exact=OWNER:edge-team': [TARGETS],
    'tag.contains=owner:team': [FALLBACK, TARGETS],
    'tag.startswith=owner:dns': [FALLBACK],
    'tag.endswith=env:st': [APP],
    'tag.present=env': [FALLBACK, APP],
    'tag.absent=owner': [APP, SPF],
    'search=team': [FALLBACK, TARGETS],
    'search=policy': [SPF],
    'search=txt': [SPF],
    'name=': [FALLBACK, APP, TARGETS, SPF],
    'unknown=1': [FALLBACK, APP, TARGETS, SPF]
  }
  for (const [query, found] of Object.entries(expected)) t.strictSame(await labels(query), found, query)
})

t.test('filters are joined by match, those on tags by tag_match, and search stands outside', async t => {
  const { labels } = await openWorld(t)
  const expected: Readonly<Record<string, readonly string[]>> = {
    'type=A&proxied=true': [FALLBACK],
    'type=A&proxied=true&match=any': [FALLBACK, APP, TARGETS],
    'tag=env:prod&tag=env:test': [],
    'tag=env:prod&tag=env:test&tag_match=any': [FALLBACK, APP],
    'tag.present=env&tag.present=owner': [FALLBACK],
    'type=TXT&tag.present=env&tag.present=owner&match=any': [FALLBACK, SPF],
    'type=TXT&type=TXT&proxied=true&match=any&search=customers': [TARGETS],
    'match=any': [FALLBACK, APP, TARGETS, SPF]
  }
  for (const [query, found] of Object.entries(expected)) t.strictSame(await labels(query), found, query)
})

t.test('a filter, an order or a page that cannot be is refused', async t => {
  const { ask } = await openWorld(t)
  const queries = ['type=a', 'order=id', 'direction=up', 'match=some', 'tag_match=some', 'proxied=yes', 'per_page=0', 'per_page=5000001', 'page=0', 'page=x']
  for (const query of queries) {
    const { status, code } = await ask('GET', `${RECORDS}?${query}`)
    t.strictSame([status, code], [400, 1437], query)
  }
})

t.test('a zone may bring pages into their bounds', async t => {
  const { ask, store, zone } = await openWorld(t)
  await store.zones.saveSettings(zone.no, { ...zone.settings, clampPaging: true })
  t.hasStrict((await ask('GET', `${RECORDS}?per_page=0`)).body, { result_info: { per_page: 1, total_pages: 4 } })
})
