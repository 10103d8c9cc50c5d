import type { AdminClient } from '../../../admin-client.ts'
import { AdminError, createAdminClient } from '../../../admin-client.ts'
import { adminToken, refuseAdminToken } from '../state/session.ts'

/** Sends a request of the admin API with the token that the person gave; a refusal of it has the page ask for one. */
export async function adminFetch (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  const token = adminToken.value
  if (token !== '') headers.set('authorization', `Bearer ${token}`)
  const response = await fetch(input, { ...init, headers })
  // An older token may be refused while a newer one is already there.
  if (response.status === 401 && token === adminToken.value) refuseAdminToken()
  return response
}

/** The admin API of the sandbox that served this page. */
export const admin: AdminClient = createAdminClient({ url: location.origin, fetch: adminFetch })

/** A call of the admin API that the client has no method for; `path` begins below `/__admin`. Rejects with AdminError. */
export async function adminCall<T> (method: string, path: string, body?: unknown): Promise<T> {
  const response = await adminFetch(`/__admin${path}`, {
    method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  })
  const text = await response.text()
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T
  throw new AdminError(response.status, refusalIn(text))
}

function refusalIn (text: string): { readonly code: string, readonly message: string } {
  try {
    return (JSON.parse(text) as { readonly error: { readonly code: string, readonly message: string } }).error
  } catch {
    return { code: 'not_the_admin_api', message: text.slice(0, 200) }
  }
}
