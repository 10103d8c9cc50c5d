/** A certificate to upload, or one for each type of key. */
export interface GivenUpload {
  readonly pairs: readonly GivenPair[]
  /** The key is that of a signing request. */
  readonly csrId?: string
  /** What was sent does not go together: a bundle beside a certificate, a key beside a request, more than two certificates. */
  readonly contradictory?: true
}

export interface GivenPair {
  readonly certificate: string
  readonly key: string
}

type Fields = Readonly<Record<string, unknown>>

const TEXTS = ['custom_certificate', 'custom_key', 'custom_csr_id'] as const

/** Reads what a request uploads; undefined when nothing. A wrong JSON type means that the body cannot be decoded. */
export function decodeUpload (ssl: Fields): GivenUpload | 'undecodable' | undefined {
  if (TEXTS.some(key => !isMissing(ssl[key]) && typeof ssl[key] !== 'string')) return 'undecodable'
  const bundle = ssl['custom_cert_bundle']
  const pairs = isMissing(bundle) ? [] : decodeBundle(bundle)
  if (pairs === undefined) return 'undecodable'
  const certificate = textOf(ssl['custom_certificate'])
  // Clients send an empty text for a field that they do not use; an empty certificate has an error of its own.
  const key = textOf(ssl['custom_key']) || undefined
  const csrId = textOf(ssl['custom_csr_id']) || undefined
  const alone = certificate !== undefined || key !== undefined || csrId !== undefined
  if (!alone && isMissing(bundle)) return undefined
  if (alone === (!isMissing(bundle)) || (key !== undefined && csrId !== undefined) || (!alone && (pairs.length < 1 || pairs.length > 2))) {
    return { pairs: [], contradictory: true }
  }
  if (!alone) return { pairs }
  return { pairs: [{ certificate: certificate ?? '', key: key ?? '' }], ...(csrId === undefined ? {} : { csrId }) }
}

/** Reads a certificate with its key, both of which have to be texts. */
export function decodePair (value: unknown): GivenPair | undefined {
  if (!isObject(value)) return undefined
  const { custom_certificate: certificate, custom_key: key } = value
  return typeof certificate === 'string' && typeof key === 'string' ? { certificate, key } : undefined
}

function decodeBundle (value: unknown): readonly GivenPair[] | undefined {
  if (!Array.isArray(value)) return undefined
  const pairs = value.map(decodePair)
  return pairs.every(pair => pair !== undefined) ? pairs : undefined
}

function textOf (value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** `null` is as good as a field that was not sent. */
export function isMissing (value: unknown): boolean {
  return value === undefined || value === null
}

/** True for a JSON object. */
export function isObject (value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
