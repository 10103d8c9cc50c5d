import t from 'tap'
import type { Test } from 'tap'
import type { GivenZoneSettingsWire } from '../../schemas/admin/zone.ts'
import { createSystemClock } from '../../src/clock.ts'
import { libraryConfig } from '../../src/config/library.ts'
import { ERRORS } from '../../src/core/errors.ts'
import type { ErrorEntry, ErrorName } from '../../src/core/errors.ts'
import { startSandbox } from '../../src/sandbox.ts'
import { readDefaultWorld } from '../../src/seed/seed.ts'
import { openContract } from '../contract/support.ts'
import type { Contract, Fields } from '../contract/support.ts'
import { alertingProvocations } from './alerting.ts'
import { certificateProvocations } from './certificates.ts'
import { customCsrProvocations } from './custom-csrs.ts'
import { customHostnameProvocations } from './custom-hostnames.ts'
import { credentialProvocations, gatewayProvocations, READ_TOKEN } from './gateway.ts'
import { dnsRecordProvocations, fallbackOriginProvocations, zoneProvocations } from './neighbours.ts'
import { sslProvocations } from './ssl.ts'
import { openWorld, provoke } from './world.ts'
import type { Provocations } from './world.ts'

const provoked = new Set<string>()

async function provokeAll (t: Test, ask: Contract['ask'], provocations: Provocations): Promise<void> {
  for (const [name, provocation] of Object.entries(provocations)) {
    await provoke(t, ask, name as ErrorName, provocation)
    provoked.add(name)
  }
}

t.test('a request can meet every entry of the services and of the gateway', async t => {
  const world = await openWorld(t)
  const tables = [gatewayProvocations, zoneProvocations, dnsRecordProvocations, customHostnameProvocations, sslProvocations, fallbackOriginProvocations]
  for (const table of tables) await provokeAll(t, world.contract.ask, table(world))
  for (const table of [certificateProvocations, customCsrProvocations]) await provokeAll(t, world.contract.ask, await table(world))
  await provokeAll(t, world.contract.ask, await alertingProvocations(t, world))
})

t.test('an account whose zones are all on the Free plan has no webhooks', async t => {
  const seed = readDefaultWorld()
  const { ask, sandbox: { zone } } = await openContract(t, { seed: { ...seed, zones: seed.zones.map(one => ({ ...one, settings: { plan: 'free' } })) } })
  const body = { name: 'certificates', url: 'http://127.0.0.1:1/' }
  await provokeAll(t, ask, { webhooksNotGranted: { method: 'POST', path: `/accounts/${zone.accountId}/alerting/v3/destinations/webhooks`, body } })
})

t.test('where credentials are looked up, a request can meet the entries about them', async t => {
  const world = readDefaultWorld()
  const [account] = world.accounts
  const [zone] = world.zones
  const reader = { token: READ_TOKEN, account_id: account?.id, zone_ids: [zone?.id], permissions: ['SSL and Certificates Read', 'Zone Read'] }
  const contract = await openContract(t, { auth: 'tokens', seed: { ...world, tokens: [...world.tokens ?? [], reader] } })
  await provokeAll(t, contract.ask, credentialProvocations(contract))
})

t.test('over the limits that a zone puts in force, a request meets the entries about them', async t => {
  const { sandbox: { admin, url } } = await openContract(t)
  // Not held against the schema of refusals: the short body leaves out what that asks for.
  const ask = askOf(url)
  const limited = async (settings: NonNullable<GivenZoneSettingsWire['rate_limits']>) => `/zones/${(await admin.zones.create({ settings: { rate_limits: settings } })).id}/custom_hostnames`
  const [short, verbose, issuing] = await Promise.all([
    limited({ api: true, requests: 1 }), limited({ api: true, requests: 1, body: 'verbose' }), limited({ issuance: true, certificates: 1 })
  ])
  for (const path of [short, verbose]) t.equal((await ask('GET', path)).status, 200)
  const ssl = { method: 'http', type: 'dv' }
  t.equal((await ask('POST', issuing, { body: { hostname: 'first.customer.com', ssl } })).status, 201)
  await provokeAll(t, ask, {
    rateLimited: { method: 'GET', path: short },
    rateLimitedVerbose: { method: 'GET', path: verbose },
    issuanceRateLimited: { method: 'POST', path: issuing, body: { hostname: 'second.customer.com', ssl } }
  })
})

t.test('a fault of the sandbox itself has the code of its service', async t => {
  let broken = false
  const clock = createSystemClock()
  const now = (): number => {
    if (broken) throw new Error('the clock of the machine cannot be read')
    return clock.now()
  }
  const sandbox = await startSandbox(libraryConfig({}), { now })
  t.teardown(sandbox.close)
  const [zone] = sandbox.zones()
  const ask = askOf(sandbox.url)
  broken = true
  await provokeAll(t, ask, {
    internalError: { method: 'GET', path: `/zones/${zone?.id ?? ''}/custom_hostnames` },
    fallbackOriginInternalError: { method: 'GET', path: `/zones/${zone?.id ?? ''}/custom_hostnames/fallback_origin` },
    csrInternalError: { method: 'GET', path: `/zones/${zone?.id ?? ''}/custom_csrs` }
  })
  broken = false
})

function askOf (url: string): Contract['ask'] {
  return async (method, path, { body } = {}) => {
    const headers = { authorization: `Bearer ${READ_TOKEN}`, 'content-type': 'application/json' }
    const response = await fetch(`${url}/client/v4${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    return { status: response.status, headers: response.headers, body: await response.json() as Fields, result: {}, items: [], code: undefined }
  }
}

t.test('no entry of the catalogue goes without a request that meets it', async t => {
  const entries: ReadonlyArray<readonly [string, ErrorEntry]> = Object.entries(ERRORS)
  const reachable = entries.filter(([, { needs }]) => needs === undefined).map(([name]) => name)
  t.strictSame([...provoked].toSorted(), reachable.toSorted())
})
