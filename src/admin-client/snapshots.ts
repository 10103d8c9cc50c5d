import type { SnapshotListWire, SnapshotWire } from '../../schemas/admin/snapshot.ts'
import type { Call } from './calls.ts'

/** States of the whole sandbox, put aside by name. */
export interface SnapshotClient {
  /** Takes what is there now. Refused with `conflict` when the name is taken, unless it is to be replaced. */
  create (name: string, options?: { readonly replace?: boolean }): Promise<SnapshotWire>
  restore (name: string): Promise<SnapshotWire>
  list (): Promise<SnapshotWire[]>
  delete (name: string): Promise<void>
  /** The snapshot as one file. */
  export (name: string): Promise<Uint8Array>
  /** Takes in such a file, of this sandbox or of another one. */
  import (name: string, file: Uint8Array, options?: { readonly replace?: boolean }): Promise<SnapshotWire>
}

/** The calls of snapshots; `send` answers with what is not JSON. */
export function snapshotClient (call: Call, send: (method: string, path: string) => Promise<Response>): SnapshotClient {
  const path = (name: string): string => `/snapshots/${encodeURIComponent(name)}`
  const replacing = ({ replace }: { readonly replace?: boolean }): string => replace === true ? '?replace=true' : ''
  return {
    create: async (name, options = {}) => await call('POST', `${path(name)}${replacing(options)}`),
    restore: async name => await call('POST', `${path(name)}/restore`),
    list: async () => (await call<SnapshotListWire>('GET', '/snapshots')).snapshots,
    delete: async name => { await send('DELETE', path(name)) },
    export: async name => new Uint8Array(await (await send('GET', `${path(name)}/export`)).arrayBuffer()),
    import: async (name, file, options = {}) => await call('PUT', `${path(name)}${replacing(options)}`, file)
  }
}
