import { setTimeout as wait } from 'node:timers/promises'
import type { Answer, Call, Driver } from './drive.ts'

/** A token, or the older pair. */
export type Credentials = { readonly token: string } | { readonly email: string, readonly key: string }

export interface ServerParts {
  /** Where the v4 API is, such as `https://api.cloudflare.com/client/v4`. No other address is ever called. */
  readonly baseURL: string
  readonly credentials: Credentials
  /** How long a call may take, and how long to wait for a certificate to leave `initializing`, in milliseconds. */
  readonly timeoutMs: number
  readonly pollMs?: number
}

/** A server over HTTP. Redirects are answers like others: following one would send credentials elsewhere. */
export function serverDriver ({ baseURL, credentials, timeoutMs, pollMs = 1000 }: ServerParts): Driver {
  const base = baseURL.replace(/\/$/, '')

  async function send ({ method, path, body, credentials: kind }: Call): Promise<Answer> {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { ...headersOf(credentials, kind), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs)
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  return {
    send,
    async settle (call) {
      for (let left = timeoutMs; ; left -= pollMs) {
        const answer = await send(call)
        if (left <= 0 || !isInitializing(answer)) return answer
        await wait(pollMs)
      }
    }
  }
}

/** Whether an answer shows a certificate that has not come so far as to be validated. */
function isInitializing ({ status, text }: Answer): boolean {
  return status === 200 && hostnameOf(text)?.sslStatus === 'initializing'
}

/** The hostname that an answer is about; undefined when it is about something else. */
export function hostnameOf (text: string): { readonly hostname: string, readonly sslStatus: string } | undefined {
  try {
    const { result } = JSON.parse(text) as { readonly result?: { readonly hostname?: unknown, readonly ssl?: { readonly status?: unknown } } | null }
    return { hostname: String(result?.hostname), sslStatus: String(result?.ssl?.status) }
  } catch {
    return undefined
  }
}

function headersOf (credentials: Credentials, kind: Call['credentials']): Record<string, string> {
  if (kind === 'none') return {}
  if (kind === 'malformed') return { authorization: 'Bearer short' }
  if (kind === 'unknown') return { authorization: `Bearer ${'x'.repeat(40)}` }
  return 'token' in credentials ? { authorization: `Bearer ${credentials.token}` } : { 'x-auth-email': credentials.email, 'x-auth-key': credentials.key }
}
