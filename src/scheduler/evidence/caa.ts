import { CAA_IDENTIFIERS } from '../../core/issuers.ts'
import type { CertificateAuthority } from '../../core/statuses.ts'
import { upwards } from './proxied.ts'
import type { EvidenceResolver, Trouble } from './resolver.ts'
import { contentsOf, troubleOf } from './resolver.ts'

/** Bit 0 of the flags: an authority that does not know the tag must not issue (RFC 8659, 4.1). */
const CRITICAL = 128
const KNOWN_TAGS = ['issue', 'issuewild', 'iodef', 'contactemail', 'contactphone', 'issuemail', 'issuevmc']

interface CaaRecord {
  readonly flags: number
  readonly tag: string
  readonly value: string
}

/**
 * What CAA records say about an authority. The search begins at the name and stops at the first level that has such records,
 * those of a CNAME's target included, which the resolver finds by itself.
 */
export async function checkCaa (
  name: string, { authority, wildcard }: { readonly authority: CertificateAuthority, readonly wildcard: boolean }, resolver: EvidenceResolver
): Promise<'allowed' | 'blocked' | Trouble> {
  for (const level of upwards(name.replace(/^\*\./, ''))) {
    const found = await resolver.query(level, 'CAA')
    const trouble = troubleOf(found)
    if (trouble !== undefined) return trouble
    const records = contentsOf(found).flatMap(readCaa)
    if (records.length === 0) continue
    const allowed = permits(records, ['issue'], authority) && (!wildcard || permits(records, ['issuewild', 'issue'], authority))
    return allowed ? 'allowed' : 'blocked'
  }
  return 'allowed'
}

/** `tags` in order: of `issuewild` and `issue`, the first one that is there at all decides. */
function permits (records: readonly CaaRecord[], tags: readonly string[], authority: CertificateAuthority): boolean {
  if (records.some(({ flags, tag }) => (flags & CRITICAL) !== 0 && !KNOWN_TAGS.includes(tag))) return false
  for (const tag of tags) {
    const properties = records.filter(record => record.tag === tag)
    if (properties.length > 0) return properties.some(({ value }) => issuerOf(value) === CAA_IDENTIFIERS[authority])
  }
  return true
}

/** The domain of an `issue` value; parameters follow a semicolon. */
function issuerOf (value: string): string {
  return value.split(';', 1)[0]?.trim().toLowerCase().replace(/\.$/, '') ?? ''
}

function readCaa (content: string): readonly CaaRecord[] {
  const match = /^(\d{1,3})\s+([a-z0-9]+)\s+"?(.*?)"?$/is.exec(content)
  if (match === null) return []
  const [, flags, tag = '', value = ''] = match
  return [{ flags: Number(flags), tag: tag.toLowerCase(), value: value.replace(/\\(.)/gs, '$1') }]
}
