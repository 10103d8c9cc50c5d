import { strict as assert } from 'node:assert'
import type { Sandbox } from '../../src/index.ts'

type Fields = Readonly<Record<string, unknown>>

export interface Answered {
  readonly status: number
  readonly text: string
  readonly result: Fields
}

export type Target = Pick<Sandbox, 'url' | 'token'>

/** A call on either API; `path` begins after the host. */
export async function call ({ url, token }: Target, method: string, path: string, body?: unknown): Promise<Answered> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: path.startsWith('/__admin') ? {} : { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  const text = await response.text()
  const read = JSON.parse(text) as { readonly result?: Fields | null }
  return { status: response.status, text, result: read.result ?? {} }
}

/** Everything that a sandbox can be asked, in the words of its answers. */
export async function portrait (sandbox: Target): Promise<string> {
  const lines: string[] = []
  const look = async (path: string): Promise<string> => {
    const { status, text } = await call(sandbox, 'GET', path)
    lines.push(`${path} ${status} ${text}`)
    return text
  }
  const { zones } = JSON.parse(await look('/__admin/zones')) as { readonly zones: ReadonlyArray<{ readonly id: string }> }
  for (const path of ['/client/v4/zones', '/client/v4/accounts', '/client/v4/user', '/__admin/clock', '/__admin/events?limit=1000', '/__admin/origins', '/__admin/mail', '/__admin/dns/records', '/__admin/dns/faults', '/__admin/http-overrides']) await look(path)
  for (const { id } of zones) {
    const zone = `/client/v4/zones/${id}`
    const hostnames = JSON.parse(await look(`${zone}/custom_hostnames?per_page=50`)) as { readonly result: ReadonlyArray<{ readonly id: string }> }
    for (const rest of ['', '/custom_hostnames/quota', '/custom_hostnames/fallback_origin', '/dns_records', '/custom_csrs', '/dcv_delegation/uuid', '/custom_hostnames?hostname.contain=shop', '/custom_hostnames?ssl_status=active']) await look(`${zone}${rest}`)
    for (const hostname of hostnames.result) {
      await look(`${zone}/custom_hostnames/${hostname.id}`)
      await look(`/__admin/zones/${id}/custom_hostnames/${hostname.id}`)
    }
  }
  return lines.join('\n')
}

/** Creates a custom hostname in the first zone, unless another one is given. */
export async function create ({ zone, ...target }: Target & { readonly zone: { readonly id: string } }, hostname: string): Promise<string> {
  const { status, text, result } = await call(target, 'POST', `/client/v4/zones/${zone.id}/custom_hostnames`, { hostname, ssl: { method: 'txt', type: 'dv' } })
  assert.equal(status, 201, text)
  return String(result['id'])
}
