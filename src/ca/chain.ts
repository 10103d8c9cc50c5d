import { readCertificates } from './certificate.ts'
import type { Certificate } from './certificate.ts'
import { isValidAt } from './validity.ts'
import type { Instant } from './validity.ts'

/** What an uploaded chain is measured against. */
export interface Trust {
  /** PEM texts: the sandbox root and any further ones. */
  readonly roots: readonly string[]
  /** PEM texts of intermediates that an upload may leave out. */
  readonly intermediates?: readonly string[]
}

export interface ChainConditions { readonly trust: Trust, readonly now: Instant }

/**
 * Finds the way from a leaf to a trusted root, through the certificates that came with it and the known intermediates, all
 * valid at `now`. Gives the certificates that a server presents (the leaf first, the root left out), or `undefined`.
 */
export function buildChain (leaf: Certificate, others: readonly Certificate[], { trust, now }: ChainConditions): Certificate[] | undefined {
  const roots = readAll(trust.roots)
  const trusted = new Set(roots.map(({ fingerprintSha256 }) => fingerprintSha256))
  const candidates = [...roots, ...others, ...readAll(trust.intermediates ?? [])].filter((candidate) => isValidAt(candidate, now))
  const visited = new Set<string>()

  function climb (certificate: Certificate): Certificate[] | undefined {
    if (trusted.has(certificate.fingerprintSha256)) return []
    visited.add(certificate.fingerprintSha256)
    for (const candidate of candidates) {
      if (visited.has(candidate.fingerprintSha256) || !hasIssued(candidate, certificate)) continue
      const rest = climb(candidate)
      if (rest !== undefined) return [certificate, ...rest]
    }
    return undefined
  }

  if (!isValidAt(leaf, now)) return undefined
  // A self-signed leaf that is itself a trusted root is presented alone.
  return trusted.has(leaf.fingerprintSha256) ? [leaf] : climb(leaf)
}

function readAll (pems: readonly string[]): Certificate[] {
  return pems.flatMap((pem) => readCertificates(pem) ?? [])
}

function hasIssued (issuer: Certificate, certificate: Certificate): boolean {
  return issuer.isAuthority && certificate.node.checkIssued(issuer.node) && certificate.node.verify(issuer.node.publicKey)
}
