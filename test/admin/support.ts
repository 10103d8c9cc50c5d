import { Value } from '@sinclair/typebox/value'
import type { TSchema } from '@sinclair/typebox'
import type { Test } from 'tap'
import type { LibraryOptions, Sandbox } from '../../src/index.ts'
import { createSandbox } from '../../src/index.ts'

export const FALLBACK_ORIGIN = 'proxy-fallback.saasprovider.com'

/** A sandbox that ends with the test. */
export async function start (t: Test, options: LibraryOptions = {}): Promise<Sandbox> {
  const sandbox = await createSandbox(options)
  t.teardown(async () => { await sandbox.close() })
  return sandbox
}

/** A call of the v4 API on a zone, the default one unless the sandbox is given with another. */
export async function v4 (
  { baseURL, zone, token }: Pick<Sandbox, 'baseURL' | 'token'> & { readonly zone: { readonly id: string } }, method: string, path: string, body?: unknown
) {
  const response = await fetch(`${baseURL}/zones/${zone.id}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  const { result } = await response.json() as { readonly result: { readonly id: string, readonly status: string, readonly ssl?: { readonly status: string } } }
  return { status: response.status, result }
}

export async function createHostname (sandbox: Sandbox, hostname = 'app.customer.com', zoneId = sandbox.zone.id): Promise<string> {
  return (await v4({ ...sandbox, zone: { id: zoneId } }, 'POST', '/custom_hostnames', { hostname, ssl: { method: 'txt', type: 'dv' } })).result.id
}

/** Sets the fallback origin and waits until it is active. */
export async function setFallbackOrigin (sandbox: Sandbox): Promise<void> {
  await v4(sandbox, 'PUT', '/custom_hostnames/fallback_origin', { origin: FALLBACK_ORIGIN })
  await sandbox.advance('5s')
}

/** A raw call of the admin API; a body goes out as a form's does, as from a command line. */
export async function admin ({ url }: Sandbox, method: string, path: string, body?: string) {
  const response = await fetch(`${url}/__admin${path}`, {
    method, ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
  })
  return { status: response.status, body: await response.json() as { readonly error?: { readonly code: string, readonly message: string } } }
}

/** The first fault of a value by its schema; undefined when there is none. */
export function faultOf (schema: TSchema, value: unknown): string | undefined {
  const fault = Value.Errors(schema, value).First()
  return fault === undefined ? undefined : `${fault.path}: ${fault.message}`
}
