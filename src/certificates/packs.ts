import type { Authorities } from '../ca/authorities.ts'
import type { KeySource } from '../ca/keys.ts'
import { chooseCommonName, issueLeaf } from '../ca/leaf.ts'
import { isValidAt, toMachineValidity } from '../ca/validity.ts'
import type { SystemClock } from '../clock.ts'
import type { KeyType } from '../core/certificate-identity.ts'
import { KEY_TYPES, serialNumber } from '../core/certificate-identity.ts'
import type { Instant } from '../core/instant.ts'
import type { CertificateAuthority } from '../core/statuses.ts'
import type { TokenSource } from '../core/tokens.ts'
import type { KeptLeaf, KeptPack } from '../store/certificates.ts'
import type { Store } from '../store/store.ts'

/** What a pack is made from; the same plan always gives the same names, dates and serial numbers. */
export interface PackPlan {
  readonly seq: number
  readonly pack: number
  readonly seed: string
  readonly authority: CertificateAuthority
  readonly hosts: readonly string[]
  readonly branding: boolean
  /** In the time of the zone. */
  readonly issuedAt: Instant
  readonly expiresAt: Instant
}

export interface PackParts {
  readonly store: Pick<Store, 'certificates'>
  readonly tokens: TokenSource
  readonly clock: SystemClock
  readonly keys: KeySource
  readonly authorities: () => Promise<Authorities>
}

/** The packs that authorities issue: made when they are first needed, and again when the time of the machine has left them behind. */
export function packKeeper (parts: PackParts): (plan: PackPlan, zoneNow: Instant) => Promise<KeptPack> {
  const { store, clock } = parts
  const making = new Map<string, Promise<KeptPack>>()
  return async (plan, zoneNow) => {
    const kept = await store.certificates.findPack(plan.seq, plan.pack)
    // Clients judge by the machine's time: a zone that stands still does not keep its certificates from growing old.
    if (kept?.leaves.every(leaf => isValidAt(leaf, clock.now())) === true) return kept
    const key = `${plan.seq}/${plan.pack}`
    const made = making.get(key) ?? makePack(plan, zoneNow, parts)
    making.set(key, made)
    try {
      return await made
    } finally {
      making.delete(key)
    }
  }
}

async function makePack (plan: PackPlan, zoneNow: Instant, { store, tokens, clock, keys, authorities }: PackParts): Promise<KeptPack> {
  const { seq, pack, seed, hosts } = plan
  const authority = (await authorities()).intermediates[plan.authority]
  const validity = toMachineValidity({ notBefore: plan.issuedAt, notAfter: plan.expiresAt }, { zoneNow, systemNow: clock.now() })
  const commonName = chooseCommonName(hosts, { branding: plan.branding }) ?? chooseCommonName(hosts, { branding: true }) ?? ''
  const make = async (keyType: KeyType): Promise<KeptLeaf> => {
    const leaf = await issueLeaf({ authority, keyType, hosts, commonName, serialNumber: serialNumber(seed, pack, keyType, tokens), ...validity, keys })
    const { chainPem, privateKeyPem, fingerprintSha256, notBefore, notAfter } = leaf
    return { keyType, chainPem, privateKeyPem, fingerprintSha256, notBefore, notAfter }
  }
  const made = { seq, pack, leaves: await Promise.all(KEY_TYPES.map(make)) }
  await store.certificates.savePack(made)
  return made
}
