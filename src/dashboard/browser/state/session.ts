import { signal } from '@preact/signals'

const ADMIN_TOKEN = 'sandflare.admin-token'
const API_TOKEN = 'sandflare.api-token.'

/** Well-formed, and good wherever credentials are not looked up. */
const ANY_TOKEN = 'sandflare-dashboard-00000000000000000000'

/** The token for the admin API, kept until the tab is closed; empty while none was given. */
export const adminToken = signal(sessionStorage.getItem(ADMIN_TOKEN) ?? '')

/** True while the admin API asks for a token that the page does not have. */
export const tokenWanted = signal(false)

/** True when the token that was given last is not the one. */
export const tokenRefused = signal(false)

export function refuseAdminToken (): void {
  tokenRefused.value = adminToken.value !== ''
  tokenWanted.value = true
}

export function giveAdminToken (token: string): void {
  sessionStorage.setItem(ADMIN_TOKEN, token)
  adminToken.value = token
  tokenWanted.value = false
}

export function apiToken (zoneId: string): string {
  return sessionStorage.getItem(API_TOKEN + zoneId) ?? ANY_TOKEN
}

const renewing = new Map<string, Promise<string | undefined>>()

/** A new API token for a zone in place of one that was refused. Undefined when there is none to be had. */
export async function renewApiToken (zoneId: string, refused: string): Promise<string | undefined> {
  const current = apiToken(zoneId)
  // Another call was refused with the same token, and already has a new one.
  if (current !== refused) return current
  const under = renewing.get(zoneId) ?? makeApiToken(zoneId).finally(() => { renewing.delete(zoneId) })
  renewing.set(zoneId, under)
  return await under
}

async function makeApiToken (zoneId: string): Promise<string | undefined> {
  const { admin } = await import('../api/admin.ts')
  try {
    const { api_token: token } = await admin.zones.createToken(zoneId)
    sessionStorage.setItem(API_TOKEN + zoneId, token)
    return token
  } catch {
    // What the v4 API said of the first token is then told.
    return undefined
  }
}
