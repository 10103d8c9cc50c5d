import type { CustomHostname, Lifecycle } from '../../core/custom-hostname.ts'
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
type Config = Pick<CustomHostname, 'seed' | 'ssl' | 'customMetadata' | 'customOriginServer' | 'customOriginSni'>

export function fromRow (row: Omit<HostnameRow, 'wire'>): CustomHostname {
  return {
    seq: row.seq,
    version: row.version,
    id: row.id,
    hostname: row.hostname,
    createdAt: row.created_at,
    ...JSON.parse(row.config) as Config,
    lifecycle: JSON.parse(row.lifecycle) as Lifecycle
  }
}

export function configOf ({ seed, ssl, customMetadata, customOriginServer, customOriginSni }: CustomHostname): string {
  return JSON.stringify({ seed, ssl, customMetadata, customOriginServer, customOriginSni })
}

export function dueFromRow (row: Pick<HostnameRow, 'seq' | 'version' | 'id' | 'hostname' | 'lifecycle'>): DueHostname {
  return { seq: row.seq, version: row.version, id: row.id, hostname: row.hostname, lifecycle: JSON.parse(row.lifecycle) as Lifecycle }
}

/** The lifecycle's own columns, which filters, orders and the due queue read. */
export function lifecycleColumns (lifecycle: Lifecycle): [string, string | null, string | null, number] {
  const { ownership, certificate } = lifecycle
  return [ownership.status, certificate?.status ?? null, certificate?.order.authority ?? null, certificate?.order.wildcard === true ? 1 : 0]
}
