import t from 'tap'
import { startSandbox } from '../../src/sandbox.ts'
import { libraryConfig } from '../../src/config/library.ts'
import { createCensus } from '../../src/metrics/collect.ts'
import { createHostname, setFallbackOrigin, start } from '../admin/support.ts'
import { ask, askRaw } from '../traffic/support.ts'

/** Samples by name and labels, as a scraper reads them; throws on a line that is none. */
function samplesOf (text: string): Map<string, number> {
  const samples = new Map<string, number>()
  const types = new Set<string>()
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('# HELP ')) continue
    const type = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(line)
    if (type !== null) {
      if (types.has(type[1] ?? '')) throw new Error(`${line} stands twice`)
      types.add(type[1] ?? '')
      continue
    }
    const [, name, labels = '', value] = /^([a-z_]+)(\{(?:[a-z_]+="[^"]*",?)*\})? (\S+)$/.exec(line) ?? []
    if (name === undefined || Number.isNaN(Number(value))) throw new Error(`no sample: ${line}`)
    if (!types.has(name) && !types.has(name.replace(/_(bucket|sum|count)$/, ''))) throw new Error(`${name} has no type`)
    samples.set(`${name}${labels}`, Number(value))
  }
  return samples
}

const ITEM = 'route="/client/v4/zones/:zone_id/custom_hostnames/:custom_hostname_id",method="GET"'

t.test('metrics say what was asked, what happened and what waits', async t => {
  const sandbox = await start(t)
  const { url } = sandbox
  const scrape = async () => {
    const response = await fetch(`${url}/metrics`)
    t.match(response.headers.get('content-type'), /^text\/plain; version=0\.0\.4/)
    return samplesOf(await response.text())
  }
  await setFallbackOrigin(sandbox)
  const id = await createHostname(sandbox)
  await createHostname(sandbox, 'second.customer.com')
  for (let i = 0; i < 3; i++) await ask(sandbox, 'GET', `/zones/${sandbox.zone.id}/custom_hostnames/${id}`)
  await ask(sandbox, 'GET', '/nothing')
  const before = await scrape()
  t.equal(before.get('sandflare_hostnames{status="pending",ssl_status="initializing"}'), 2)
  t.equal(before.get('sandflare_due_queue_depth'), 2)
  t.equal(before.get('sandflare_zones{status="active"}'), 1)
  await sandbox.advance('2m')
  const fault = await sandbox.admin.faults.create({ break: 'reset', times: 1 })
  await askRaw(sandbox, 'GET', '/zones')
  const after = await scrape()
  t.equal(after.get(`sandflare_http_requests_total{${ITEM},status="200"}`), 3)
  t.equal(after.get('sandflare_http_requests_total{route="",method="GET",status="404"}'), 1)
  t.equal(after.get('sandflare_http_requests_total{route="/client/v4/zones",method="GET",status="0"}'), 1)
  t.equal(after.get(`sandflare_http_request_duration_seconds_count{${ITEM}}`), 3)
  t.equal(after.get(`sandflare_http_request_duration_seconds_bucket{${ITEM},le="+Inf"}`), 3)
  t.ok((after.get(`sandflare_http_request_duration_seconds_sum{${ITEM}}`) ?? 0) > 0)
  t.equal(after.get('sandflare_lifecycle_transitions_total{axis="ssl_status",from="initializing",to="pending_validation"}'), 2)
  t.equal(after.get('sandflare_lifecycle_transitions_total{axis="status",from="pending",to="active"}'), 2)
  t.equal(after.get('sandflare_hostnames{status="active",ssl_status="active"}'), 2)
  t.equal(after.get('sandflare_hostnames{status="pending",ssl_status="initializing"}'), undefined)
  t.equal(after.get('sandflare_due_queue_due'), 0)
  t.equal(after.get('sandflare_due_queue_lag_seconds'), 0)
  t.equal(after.get('sandflare_faults_applied'), 1)
  t.ok((after.get('process_resident_memory_bytes') ?? 0) > 1e6)
  await sandbox.admin.faults.delete(fault.id)
  t.equal((await scrape()).get('sandflare_faults'), 0)
})

t.test('buckets grow with their bounds up to the count', async t => {
  const sandbox = await start(t)
  for (let i = 0; i < 20; i++) await ask(sandbox, 'GET', '/zones')
  const samples = samplesOf(await (await fetch(`${sandbox.url}/metrics`)).text())
  const buckets = [...samples].filter(([name]) => name.startsWith('sandflare_http_request_duration_seconds_bucket{route="/client/v4/zones",')).map(([, value]) => value)
  t.equal(buckets.length, 14)
  t.strictSame(buckets, buckets.toSorted((a, b) => a - b))
  t.equal(buckets.at(-1), 20)
})

t.test('metrics are guarded like the admin API', async t => {
  const sandbox = await startSandbox({ ...libraryConfig({}), adminToken: 'secret' })
  t.teardown(sandbox.close)
  const status = async (headers: Record<string, string>): Promise<number> => (await fetch(`${sandbox.url}/metrics`, { headers })).status
  t.equal(await status({}), 401)
  t.equal(await status({ authorization: 'Bearer other' }), 401)
  t.equal(await status({ authorization: 'Bearer secret' }), 200)
  t.equal(await status({ authorization: 'Bearer secret', origin: 'https://elsewhere.com' }), 403)
})

t.test('a census that took long is not taken again at once', async t => {
  let now = 1000
  let taken = 0
  const census = createCensus({
    zones: () => {
      taken++
      now += 100
      return []
    },
    customHostnames: { countByStatus: async () => [], countDue: async () => ({ waiting: 0, due: 0 }) },
    now: () => 0,
    nextDueAt: () => undefined,
    systemNow: () => now
  })
  await Promise.all([census(), census()])
  t.equal(taken, 1)
  now += 4999
  await census()
  t.equal(taken, 1)
  now += 1
  await census()
  t.equal(taken, 2)
})
