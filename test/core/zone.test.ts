import t from 'tap'
import { PLANS, planEntitlements, planQuota, zoneNow } from '../../src/core/zone.ts'
import { defaultZoneSettings } from '../../src/core/zone-settings.ts'

t.test('a frozen clock stands still and a running one keeps its distance', async t => {
  t.equal(zoneNow({ mode: 'frozen', now: 5 }, 1000), 5)
  t.equal(zoneNow({ mode: 'frozen', now: 5 }, 9000), 5)
  t.equal(zoneNow({ mode: 'running', offsetMs: 0 }, 1000), 1000)
  t.equal(zoneNow({ mode: 'running', offsetMs: -300 }, 1000), 700)
})

t.test('every plan has custom hostnames, Enterprise alone the rest', async t => {
  for (const plan of PLANS) {
    const enterprise = plan === 'enterprise'
    t.match(planEntitlements(plan), {
      customHostnames: true, customOriginServer: true, customMetadata: enterprise, wildcard: enterprise, certificateAuthority: enterprise, apex: false
    }, plan)
    t.ok(planQuota(plan).allocated <= planQuota(plan).hardCap)
  }
  t.same(planQuota('free'), { allocated: 100, hardCap: 50_000 })
})

t.test('a zone that nobody changed has what its plan gives', async t => {
  for (const plan of PLANS) {
    const settings = defaultZoneSettings({ plan, schedule: 'fast', inspector: 'auto', strict: true, certificateAuthority: 'google' })
    t.match(settings, {
      plan, schedule: 'fast', inspector: 'auto', strict: true, certificateAuthority: 'google', autoPassAtAttempt: 1, noQuotaStatus: 403, hostnameFilter: 'exact-first'
    })
    t.same(settings.entitlements, planEntitlements(plan))
    t.same(settings.quota, planQuota(plan))
    t.same(JSON.parse(JSON.stringify(settings)), settings, 'settings survive the store')
  }
})
