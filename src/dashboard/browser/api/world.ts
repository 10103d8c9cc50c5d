import type { CustomerRecordWire, DnsFaultWire } from '../../../../schemas/admin/dns.ts'
import type { CustomHostnameWire } from '../../../../schemas/custom-hostname.ts'
import type { Step } from '../pages/world/plan.ts'
import { admin } from './admin.ts'
import { v4 } from './v4.ts'

/** Of the customers' records, those that a page looks at; there may be many more. */
export const RECORDS_READ = 2000

export interface CustomersDns {
  readonly records: readonly CustomerRecordWire[]
  readonly faults: readonly DnsFaultWire[]
  /** How many records there are, of which `records` may be the first ones only. */
  readonly total: number
}

/** The customers' DNS as a zone sees it: what is for everybody, and what is for this zone alone. With `names`, at least what they have. */
export async function readCustomersDns (zoneId: string, names: readonly string[] = []): Promise<CustomersDns> {
  const [{ records, total }, faults] = await Promise.all([admin.dns.records.list({ limit: RECORDS_READ }), admin.dns.faults.list()])
  const beyond = total > records.length ? await recordsOf(names) : []
  const known = new Map([...records, ...beyond].map(record => [record.id, record]))
  const isSeen = ({ zone_id: owner }: { readonly zone_id?: string }): boolean => owner === undefined || owner === zoneId
  return { records: [...known.values()].filter(isSeen), faults: faults.filter(isSeen), total }
}

async function recordsOf (names: readonly string[]): Promise<readonly CustomerRecordWire[]> {
  return (await Promise.all([...new Set(names)].map(async name => (await admin.dns.records.list({ name })).records))).flat()
}

/** Does to the customers' DNS what a plan says, step by step. Rejects with the first refusal; what was done before it stays. */
export async function carryOut (steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    switch (step.kind) {
      case 'put': await admin.dns.records.create({ name: step.name, type: step.type, content: step.content }); break
      case 'remove': await admin.dns.records.delete(step.id); break
      case 'repair': await admin.dns.faults.delete(step.id); break
    }
  }
}

export interface WaitingHostnames {
  readonly hostnames: readonly CustomHostnameWire[]
  /** True when there are more of them. */
  readonly more: boolean
}

/** Hostnames that wait for their customer, by one axis or the other, newest first, and no more than `most`. */
export async function waitingHostnames (zoneId: string, { contain, most }: { readonly contain: string, readonly most: number }, signal: AbortSignal): Promise<WaitingHostnames> {
  const search = contain === '' ? '' : `&hostname.contain=${encodeURIComponent(contain)}`
  const answers = await Promise.all(['hostname_status=pending', 'hostname_status=moved', 'ssl_status=pending_validation'].map(async filter =>
    await v4<readonly CustomHostnameWire[]>(zoneId, `/custom_hostnames?per_page=${most}&${filter}${search}`, { signal })))
  const found = [...new Map(answers.flatMap(({ result }) => result).map(hostname => [hostname.id, hostname])).values()]
    .sort((one, other) => Date.parse(other.created_at) - Date.parse(one.created_at))
  return { hostnames: found.slice(0, most), more: found.length > most || answers.some(({ result, page }) => (page?.total_count ?? 0) > result.length) }
}
