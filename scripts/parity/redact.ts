import type { Shape } from './exchange.ts'

/** Keys whose values come from a published list, or are numbers of the protocol. Of everything else only the form is kept. */
const KEPT = new Set([
  'success', 'code', 'message', 'status', 'ssl_status', 'type', 'method', 'wildcard', 'certificate_authority', 'bundle_method', 'signature', 'proxied',
  'proxiable', 'paused', 'exceeded', 'http2', 'http3', 'tls_1_3', 'early_hints', 'min_tls_version', 'page', 'per_page', 'documentation_url'
])

const FORMS: ReadonlyArray<readonly [form: string, pattern: RegExp]> = [
  ['<uuid>', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  ['<hex>', /^[0-9a-f]{16,}$/i],
  ['<time>', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/],
  ['<url>', /^https?:\/\//],
  ['<pem>', /^-----BEGIN /],
  ['<text>', /^/]
]

/** Headers worth comparing. Of the values only the media type matters: the rest are counters, times and ids. */
const HEADERS = ['allow', 'cf-ray', 'content-type', 'location', 'ratelimit', 'ratelimit-policy', 'retry-after', 'www-authenticate', 'x-should-retry']

/** What must not be recorded, by what stands in its place: credentials, ids and names of the account. Longer ones are replaced first. */
export type Secrets = ReadonlyArray<readonly [secret: string, placeholder: string]>

/**
 * The shape of a JSON value: keys, types, forms such as `<uuid>`, and words of published lists. Names, ids, tokens and texts do not
 * survive it; `secrets` are taken out of the words that do.
 */
export function redact (value: unknown, secrets: Secrets, key = ''): Shape {
  if (value === null) return null
  if (Array.isArray(value)) return value.map(item => redact(item, secrets, key))
  switch (typeof value) {
    case 'object': return Object.fromEntries(Object.entries(value ?? {}).map(([name, item]) => [withoutSecrets(name, secrets), redact(item, secrets, name)]))
    case 'string': return KEPT.has(key) ? withoutSecrets(value, secrets) : formOf(value)
    case 'number': return KEPT.has(key) ? value : '<number>'
    case 'boolean': return KEPT.has(key) ? value : '<boolean>'
    default: return null
  }
}

/** The headers worth comparing; all but `content-type` by their presence alone. */
export function redactHeaders (headers: Headers): Readonly<Record<string, string>> {
  return Object.fromEntries(HEADERS.flatMap(name => {
    const value = headers.get(name)
    if (value === null) return []
    return [[name, name === 'content-type' ? (value.split(';', 1)[0] ?? '').trim().toLowerCase() : '<present>']]
  }))
}

function withoutSecrets (text: string, secrets: Secrets): string {
  const known = secrets.filter(([secret]) => secret !== '').toSorted(([a], [b]) => b.length - a.length)
  const clean = known.reduce((rest, [secret, placeholder]) => rest.replaceAll(new RegExp(escapePattern(secret), 'gi'), placeholder), text)
  return clean.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '<uuid>').replaceAll(/[0-9a-f]{16,}/gi, '<hex>')
}

function escapePattern (text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function formOf (text: string): string {
  return FORMS.find(([, pattern]) => pattern.test(text))?.[0] ?? '<text>'
}
