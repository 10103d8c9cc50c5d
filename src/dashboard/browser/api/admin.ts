import type { AdminClient } from '../../../admin-client/client.ts'
import { createAdminClient } from '../../../admin-client/client.ts'
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
