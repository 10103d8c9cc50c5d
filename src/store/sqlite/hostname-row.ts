import type { CertificateState } from '../../core/certificate.ts'
import type { CustomHostname, Lifecycle } from '../../core/custom-hostname.ts'
import type { CertificateAuthority } from '../../core/statuses.ts'
import type { InspectorName } from '../../core/zone.ts'
import type { DueHostname } from '../store.ts'

/** The columns that make a custom hostname, in the order of `HostnameRow`. */
export const COLUMNS = 'seq, version, id, hostname, created_at, config, lifecycle'

export interface HostnameRow {
  seq: number
  version: number
  id: string
  hostname: string
  created_at: number
  config: string
  lifecycle: string
  wire: string | null
}

/** What is neither filtered, ordered nor changed by the lifecycle. */
export type Config = Pick<CustomHostname, 'seed' | 'ssl' | 'customMetadata' | 'customOriginServer' | 'customOriginSni' | 'inspector'>

export function fromRow (row: Omit<HostnameRow, 'wire'>): CustomHostname {
  return {
    seq: row.seq,
    version: row.version,
    id: row.id,
    hostname: row.hostname,
    createdAt: row.created_at,
    ...JSON.parse(row.config) as Config,
    ...lifecycleOf(row.lifecycle)
  }
}

/** A scenario shapes the lifecycle and is kept with it: a settlement reads and writes both in one text and looks at nothing else. */
export function lifecycleText (lifecycle: Lifecycle, scenario: string | undefined): string {
  return JSON.stringify(scenario === undefined ? lifecycle : { ...lifecycle, scenario })
}

function lifecycleOf (text: string): Pick<CustomHostname, 'lifecycle' | 'scenario'> {
  const kept = JSON.parse(text) as Lifecycle & { scenario?: string }
  if (kept.scenario === undefined) return { lifecycle: kept }
  const { scenario, ...lifecycle } = kept
  return { lifecycle, scenario }
}

export function configOf ({ seed, ssl, customMetadata, customOriginServer, customOriginSni, inspector }: CustomHostname): string {
  return JSON.stringify({ seed, ssl, customMetadata, customOriginServer, customOriginSni, inspector })
}

/** What the due queue reads of a row. */
export type DueRow = Pick<HostnameRow, 'seq' | 'version' | 'id' | 'hostname' | 'lifecycle'> & { inspector: InspectorName | null }

export function dueFromRow (row: DueRow): DueHostname {
  return {
    seq: row.seq,
    version: row.version,
    id: row.id,
    hostname: row.hostname,
    ...(row.inspector === null ? {} : { inspector: row.inspector }),
    ...lifecycleOf(row.lifecycle)
  }
}

/** The lifecycle's own columns, which filters, orders and the due queue read. */
export function lifecycleColumns (lifecycle: Lifecycle): [string, string | null, string | null, number] {
  const { ownership, certificate } = lifecycle
  return [ownership.status, certificate?.status ?? null, authorityOf(certificate) ?? null, certificate?.order.wildcard === true ? 1 : 0]
}

/** What was uploaded has none. */
function authorityOf (certificate: CertificateState | undefined): CertificateAuthority | undefined {
  return certificate?.order.upload === undefined ? certificate?.order.authority : undefined
}
