export const REDACTED = '[redacted]'

const SECRET_HEADERS: ReadonlySet<string> = new Set([
  'x-auth-key', 'x-auth-user-service-key', 'cookie', 'set-cookie', 'proxy-authorization', 'cf-webhook-auth', 'x-api-key'
])

/** Keys of bodies and queries whose values no journal shows. */
const SECRET_KEYS = ['custom_key', 'private_key', 'secret', 'client_secret', 'api_token', 'api_key', 'access_token', 'token', 'password'] as const

const KEY_BLOCK = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g
const SECRET_MEMBER = new RegExp(`("(?:${SECRET_KEYS.join('|')})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*(?:"|\\\\?$)`, 'gi')

/** Headers without what opens doors: the scheme of an authorization stays, and enough of an email address to tell two apart. */
export function redactHeaders (headers: Readonly<Record<string, string | readonly string[] | number | undefined>>): Record<string, string> {
  const shown: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    shown[name] = redactHeader(name, Array.isArray(value) ? value.join(', ') : String(value))
  }
  return shown
}

function redactHeader (name: string, value: string): string {
  if (SECRET_HEADERS.has(name)) return REDACTED
  if (name === 'authorization') return /^\S+(?= )/.test(value) ? `${value.split(' ', 1)[0] ?? ''} ${REDACTED}` : REDACTED
  return name === 'x-auth-email' ? redactEmail(value) : value
}

/** The first character and the domain. */
function redactEmail (email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? REDACTED : `${email.slice(0, 1)}***${email.slice(at)}`
}

/** A query without the values of secret parameters. */
export function redactQuery (query: string): string {
  return query.split('&').map(pair => {
    const [name = ''] = pair.split('=', 1)
    return isSecret(decoded(name)) ? `${name}=${REDACTED}` : pair
  }).join('&')
}

function decoded (text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A body as its JSON value, or as text where it is none or was cut, without private keys and secrets. */
export function redactBody (text: string, most = Infinity): unknown {
  if (text.length > most) return redactText(text).slice(0, most)
  try {
    return redactValue(JSON.parse(text))
  } catch {
    return redactText(text)
  }
}

function redactText (text: string): string {
  return text.replace(KEY_BLOCK, REDACTED).replace(SECRET_MEMBER, `$1"${REDACTED}"`)
}

function redactValue (value: unknown): unknown {
  if (typeof value === 'string') return value.replace(KEY_BLOCK, REDACTED)
  if (Array.isArray(value)) return value.map(redactValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, member !== null && isSecret(key) ? REDACTED : redactValue(member)]))
}

function isSecret (key: string): boolean {
  return (SECRET_KEYS as readonly string[]).includes(key.toLowerCase())
}
