import type t from 'tap'
import type { CustomHostname, Lifecycle } from '../../src/core/custom-hostname.ts'
import { hostnameId } from '../../src/core/hostname-id.ts'
import { newCertificate } from '../../src/core/certificate.ts'
import type { CertificateAuthority, HostnameStatus, SslStatus } from '../../src/core/statuses.ts'
import type { Zone } from '../../src/core/zone.ts'
import { defaultZoneSettings } from '../../src/core/zone-settings.ts'
import { forcedCertificate } from '../../src/core/certificate.ts'
import { forcedOwnership } from '../../src/core/ownership.ts'
import type { HostnameQuery, Settled, Store } from '../../src/store/store.ts'
import { rules } from '../core/support.ts'

/** Opens an empty store and closes it at the end of the test. */
export type OpenStore = (test: Pick<typeof t, 'teardown'>) => Store

export interface HostnameParts {
  readonly status?: HostnameStatus
  readonly sslStatus?: SslStatus
  readonly authority?: CertificateAuthority
  readonly wildcard?: boolean
  readonly customOriginServer?: string
  readonly id?: string
}

export async function addZone (store: Store, name = 'saasprovider.com'): Promise<Zone> {
  if (store.identities.findAccount('account') === undefined) await store.identities.insertAccount({ id: 'account', name: 'Account', createdAt: 0 })
  const settings = defaultZoneSettings({ plan: 'enterprise', schedule: 'realistic', inspector: 'auto', strict: false, certificateAuthority: 'google' })
  return await store.zones.insert({
    id: `zone ${name}`, name, accountId: 'account', status: 'active', type: 'full', createdAt: 0, clock: { mode: 'frozen', now: 0 }, settings
  })
}

export function lifecycle ({ status = 'pending', sslStatus, authority = 'google', wildcard = false }: HostnameParts): Lifecycle {
  const ownership = forcedOwnership(status, 0, rules())
  if (sslStatus === undefined) return { ownership }
  return { ownership, certificate: forcedCertificate(sslStatus, 0, newCertificate(0, { number: 1, authority, wildcard }), rules()) }
}

export function newHostname (store: Store, zone: Zone, hostname: string, parts: HostnameParts = {}): CustomHostname {
  const seq = store.customHostnames.takeSeq(zone.no)
  return {
    seq,
    version: 1,
    id: parts.id ?? hostnameId(zone.id, seq % 2 ** 32, `00000000 ${seq}`),
    hostname,
    seed: `seed ${seq}`,
    createdAt: seq,
    ...(parts.customOriginServer === undefined ? {} : { customOriginServer: parts.customOriginServer }),
    lifecycle: lifecycle(parts)
  }
}

/** Adds a hostname; its rendered form is its name, so that rows of a list can be told apart. */
export async function add (store: Store, zone: Zone, hostname: string, parts: HostnameParts & { readonly dueAt?: number } = {}): Promise<CustomHostname> {
  const customHostname = newHostname(store, zone, hostname, parts)
  const answer = await store.customHostnames.insert(zone.no, { customHostname, wire: hostname }, parts.dueAt, [{ type: 'created', at: customHostname.createdAt }])
  if (answer !== 'inserted') throw new Error(`${hostname}: ${answer}`)
  return customHostname
}

export const NEWEST_FIRST: HostnameQuery = { order: 'created', direction: 'desc', offset: 0, limit: 50 }

/** The names on a page, whether it is rendered or not. */
export async function names (store: Store, zone: Zone, query: Partial<HostnameQuery> = {}): Promise<{ names: string[], total: number }> {
  const { rows, total } = await store.customHostnames.list(zone.no, { ...NEWEST_FIRST, ...query })
  return { names: rows.map(row => typeof row === 'string' ? row : row.hostname), total }
}

/** A step that leaves a hostname as it is, at rest or due again. */
export function rest (dueAt?: number): (hostname: { readonly lifecycle: Lifecycle }) => Settled {
  return ({ lifecycle }) => ({ lifecycle, dueAt, events: [] })
}
