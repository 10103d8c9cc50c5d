import { createSandbox } from '../../src/index.ts'
import type { Driver } from './drive.ts'
import type { Credentials } from './server.ts'
import { hostnameOf, serverDriver } from './server.ts'

/** What the other server's zone is like, as far as it decides what the suite sees. */
export interface ZoneFacts {
  readonly id: string
  readonly name: string
  readonly accountId: string
  readonly hasFallbackOrigin: boolean
}

const TOKEN = 'sandflare-parity-token-'.padEnd(40, '0')
const EMAIL = 'parity@sandflare.test'
const KEY = '0'.repeat(37)

/** A fresh Sandflare with the same zone, its clock frozen: where the suite waits, the clock is advanced. `close` ends it. */
export async function startReference (zone: ZoneFacts, kind: 'token' | 'key'): Promise<Driver & { close (): Promise<void> }> {
  const origin = `sandflare-parity-fallback.${zone.name}`
  const sandbox = await createSandbox({
    auth: 'tokens',
    seed: {
      accounts: [{ id: zone.accountId, name: 'Parity' }],
      users: [{ email: EMAIL, key: KEY }],
      tokens: [{ token: TOKEN, account_id: zone.accountId }],
      zones: [{ id: zone.id, name: zone.name, account_id: zone.accountId, dns_records: [{ type: 'A', name: origin, content: '192.0.2.1', proxied: true }] }]
    }
  })
  const credentials: Credentials = kind === 'token' ? { token: TOKEN } : { email: EMAIL, key: KEY }
  const { send } = serverDriver({ baseURL: sandbox.baseURL, credentials, timeoutMs: 30_000 })
  if (zone.hasFallbackOrigin) {
    await send({ method: 'PUT', path: `/zones/${zone.id}/custom_hostnames/fallback_origin`, body: { origin } })
    await sandbox.advance('1m')
  }
  return {
    send,
    async settle (call) {
      const hostname = hostnameOf((await send(call)).text)
      if (hostname?.sslStatus === 'initializing') await sandbox.advance({ until: { hostname: hostname.hostname, ssl_status: 'pending_validation' }, at_most: '5m' })
      return await send(call)
    },
    close: sandbox.close
  }
}
