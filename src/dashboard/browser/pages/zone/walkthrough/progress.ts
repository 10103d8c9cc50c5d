import { signal } from '@preact/signals'
import type { CustomHostnameWire } from '../../../../../../schemas/custom-hostname.ts'
import type { FallbackOriginWire } from '../../../../../../schemas/fallback-origin.ts'
import { admin } from '../../../api/admin.ts'
import { createHostname, proxiedNames, putFallbackOrigin, readFallbackOrigin, readHostname } from '../../../api/hostnames.ts'
import { V4Error } from '../../../api/v4.ts'
import { isActive } from '../../../words.ts'
import { advance, freeze } from '../../../state/clock.ts'

const KEPT = 'sandflare.walkthrough.'
const HIDDEN = 'hidden'

/** How far the person is, read from the sandbox itself: whoever does a step by other means is as far. */
export interface Progress {
  readonly origin: FallbackOriginWire | undefined
  /** The hostname of step two. */
  readonly hostname: CustomHostnameWire | undefined
  /** True once the customer's record is in place. */
  readonly placed: boolean
  /** The step to be done now, from 1; 5 when all are. */
  readonly step: 1 | 2 | 3 | 4 | 5
}

const kept = signal(0)

/** The hostname that the walkthrough of a zone made, `hidden` when it was put away, undefined at first. */
export function keptOf (zoneId: string): string | undefined {
  return kept.value < 0 ? undefined : localStorage.getItem(KEPT + zoneId) ?? undefined
}

export function isHidden (zoneId: string): boolean {
  return keptOf(zoneId) === HIDDEN
}

function keep (zoneId: string, value: string): void {
  localStorage.setItem(KEPT + zoneId, value)
  kept.value++
}

export function hide (zoneId: string): void {
  keep(zoneId, HIDDEN)
}

export async function readProgress (zoneId: string, signal: AbortSignal): Promise<Progress> {
  const id = keptOf(zoneId)
  const [origin, hostname] = await Promise.all([
    readFallbackOrigin(zoneId, signal), id === undefined || id === HIDDEN ? undefined : readIfThere(zoneId, id, signal)
  ])
  const records = hostname === undefined ? [] : (await admin.dns.records.list({ name: hostname.hostname, type: 'CNAME' })).records
  const placed = records.length > 0
  return { origin, hostname, placed, step: stepOf(origin, hostname, placed) }
}

function stepOf (origin: FallbackOriginWire | undefined, hostname: CustomHostnameWire | undefined, placed: boolean): Progress['step'] {
  if (origin === undefined) return 1
  if (hostname === undefined) return 2
  if (isActive(hostname)) return 5
  return placed ? 4 : 3
}

async function readIfThere (zoneId: string, id: string, signal: AbortSignal): Promise<CustomHostnameWire | undefined> {
  try {
    return (await readHostname(zoneId, id, signal)).result
  } catch (error) {
    // It was deleted, or the sandbox is another one by now: the walkthrough begins again.
    if (error instanceof V4Error && error.status === 404) return undefined
    throw error
  }
}

/** Step one. The clock stands still from here on, so that each step can be seen. */
export async function setOrigin (zoneId: string): Promise<void> {
  const [name] = await proxiedNames(zoneId)
  if (name === undefined) throw new Error('The zone has no proxied A, AAAA or CNAME record that could be the fallback origin: add one with POST /dns_records first.')
  await freeze(zoneId)
  await putFallbackOrigin(zoneId, name)
}

/** Step two. Its customer's DNS is looked at, whatever the zone assumes, and time goes on until something is asked of the customer. */
export async function addHostname (zoneId: string, hostname: string): Promise<void> {
  const { id } = await createHostname(zoneId, { hostname, ssl: { method: 'http', type: 'dv' } })
  keep(zoneId, id)
  await admin.inspect(zoneId, id, 'dns')
  await advance(zoneId, { until: { hostname, ssl_status: 'pending_validation' }, at_most: '1h' })
  await untilOriginIsActive(zoneId)
  await admin.check(zoneId, id)
}

/** Steps in which a fallback origin is waited for, whatever the schedule of the zone. */
const WAITS = ['2s', '5s', '15s', '1m', '5m'] as const

/** Before that a check would only find that the zone itself is not ready. */
async function untilOriginIsActive (zoneId: string): Promise<void> {
  for (const by of WAITS) {
    if ((await readFallbackOrigin(zoneId))?.status === 'active') return
    await advance(zoneId, { by })
  }
}

/** Step three: what the customer would do at their own DNS provider. */
export async function pointHostname ({ origin, hostname }: Progress): Promise<void> {
  if (origin === undefined || hostname === undefined) return
  await admin.dns.records.create({ name: hostname.hostname, type: 'CNAME', content: origin.origin })
}

/** Step four. */
export async function advanceUntilActive (zoneId: string, { hostname }: CustomHostnameWire): Promise<void> {
  await advance(zoneId, { until: { hostname, status: 'active', ssl_status: 'active' }, at_most: '15d' })
}
