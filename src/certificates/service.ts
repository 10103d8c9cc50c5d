import type { Authorities } from '../ca/authorities.ts'
import { createCsr } from '../ca/csr.ts'
import { createKeyPool } from '../ca/keys.ts'
import type { SystemClock } from '../clock.ts'
import type { CertificateWork } from '../context.ts'
import type { CertificateSource } from '../core/edge-certificate.ts'
import type { CertificateAuthority } from '../core/statuses.ts'
import type { Random } from '../random.ts'
import type { Store } from '../store/store.ts'
import { authorityKeeper } from './authorities.ts'
import { packKeeper } from './packs.ts'
import type { PairSource } from './source.ts'
import { createCertificateSource } from './source.ts'
import { checkUploaded } from './uploads.ts'

export interface CertificateParts {
  readonly store: Pick<Store, 'certificates' | 'customHostnames' | 'zones' | 'onReplaced'>
  readonly random: Random
  readonly clock: SystemClock
  /** PEM texts of roots that uploads may lead to, beside the sandbox's own. */
  readonly trustedRoots: readonly string[]
}

/** Everything about certificates that takes X.509. */
export interface Certificates extends CertificateWork, CertificateSource, PairSource {
  /** Makes the authorities, or reads them, so that the first handshake need not wait for them. */
  start (): Promise<void>
  /** The roots of the sandbox's own authorities, PEM. */
  roots (): Promise<readonly string[]>
  /** The intermediates of one authority, PEM: it signs each type of key with another one. */
  intermediates (authority: CertificateAuthority): Promise<readonly string[]>
}

/** Puts the simulated authorities to work: certificates for the edge, made when they are first needed, checks of uploads, signing requests. */
export function createCertificates ({ store, random, clock, trustedRoots }: CertificateParts): Certificates {
  const authorities = authorityKeeper({ store, random, clock })
  const packOf = packKeeper({ store, tokens: random, clock, keys: createKeyPool(), authorities })
  const { find, pairsOf } = createCertificateSource({ store, tokens: random, clock, packOf })
  return {
    find,
    pairsOf,
    start: async () => { await authorities() },
    roots: async () => [(await authorities()).root.certificatePem],
    intermediates: async authority => issuersOf(await authorities(), authority),
    check: async upload => await checkUploaded(upload, { authorities, trustedRoots, systemNow: () => clock.now() }),
    createCsr: async ({ keyType, subject, sans }) => await createCsr({ keyType, subject, sans })
  }
}

function issuersOf ({ intermediates }: Authorities, authority: CertificateAuthority): readonly string[] {
  const { ecdsa, rsa } = intermediates[authority].issuers
  return [ecdsa.certificatePem, rsa.certificatePem]
}
