import type { AdvanceAnswerWire, AdvanceClockWire } from '../schemas/admin/clock.ts'
import type { AdminClient } from './admin-client/client.ts'
import { createAdminClient } from './admin-client/client.ts'
import { ConfigError } from './config/config.ts'
import type { LibraryOptions } from './config/library.ts'
import { libraryConfig } from './config/library.ts'
import { nodeObjection } from './node-version.ts'
import { startSandbox } from './sandbox.ts'
import { readDefaultWorld, readSeed } from './seed/seed.ts'

export type { AdminClient, AdminClientParts, ClockClient } from './admin-client/client.ts'
export type { FaultClient, RequestClient } from './admin-client/traffic.ts'
export type { OutsideClient } from './admin-client/outside.ts'
export type { SnapshotClient } from './admin-client/snapshots.ts'
export type { WebhookClient } from './admin-client/webhooks.ts'
export { AdminError, createAdminClient } from './admin-client/client.ts'
export { ConfigError } from './config/config.ts'
export type { LibraryOptions } from './config/library.ts'
export { SeedError } from './config/seed-files.ts'

/** A sandbox inside this process. */
export interface Sandbox extends AsyncDisposable {
  /** Where it listens, such as `http://127.0.0.1:49152`. */
  readonly url: string
  /** The base URL for clients of the v4 API: `url` with `/client/v4`. */
  readonly baseURL: string
  /** The first zone of its world. */
  readonly zone: { readonly id: string, readonly name: string, readonly accountId: string }
  /** An API token that covers it. */
  readonly token: string
  /** The older credentials, which cover it too. */
  readonly email: string
  readonly key: string
  /** Of the DNS responder and the edge; undefined where they are off. */
  readonly dnsPort: number | undefined
  readonly edgeHttpPort: number | undefined
  readonly edgeHttpsPort: number | undefined
  readonly admin: AdminClient
  /** Advances the clock of `zone`, by a duration such as `90s` or as the admin API takes it. Answers when all that fell due is done. */
  advance (input: string | AdvanceClockWire): Promise<AdvanceAnswerWire>
  /** Takes everything back to how it started. */
  reset (): Promise<void>
  close (): Promise<void>
}

/**
 * Starts a sandbox in this process: on a free port, in memory, its clock frozen, the same ids at every run. Rejects with
 * ConfigError or SeedError, whose messages say what to change.
 */
export async function createSandbox (options: LibraryOptions = {}): Promise<Sandbox> {
  const objection = nodeObjection(process.versions.node)
  if (objection !== undefined) throw new ConfigError(objection)
  const config = libraryConfig(options)
  const { world } = await readSeed(config.seed)
  const [first] = world.zones
  if (first === undefined) throw new ConfigError('seed: needs a zone')
  const sandbox = await startSandbox(config)
  const { url, generated } = sandbox
  const admin = createAdminClient({ url })
  const standard = readDefaultWorld()
  // Where credentials are not looked up any that are well-formed will do.
  const [token] = [...world.tokens ?? [], ...standard.tokens ?? []]
  const [user] = [...world.users ?? [], ...standard.users ?? []]
  const close = async (): Promise<void> => { await sandbox.close() }
  return {
    url,
    baseURL: `${url}/client/v4`,
    zone: { id: first.id, name: first.name, accountId: first.account_id },
    token: generated?.token ?? token?.token ?? '',
    email: generated?.email ?? user?.email ?? '',
    key: generated?.key ?? user?.key ?? '',
    dnsPort: sandbox.dnsPort,
    edgeHttpPort: sandbox.edgeHttpPort,
    edgeHttpsPort: sandbox.edgeHttpsPort,
    admin,
    advance: async input => await admin.clock.advance(first.id, typeof input === 'string' ? { by: input } : input),
    reset: async () => { await sandbox.reset() },
    close,
    [Symbol.asyncDispose]: close
  }
}
