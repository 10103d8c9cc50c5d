import type { SystemClock } from '../clock.ts'
import type { Certificate } from '../core/certificate.ts'
import type { CustomHostname } from '../core/custom-hostname.ts'
import type { CertificateSource, EdgeCertificate, EdgePair } from '../core/edge-certificate.ts'
import type { Instant } from '../core/instant.ts'
import type { TokenSource } from '../core/tokens.ts'
import { zoneNow } from '../core/zone.ts'
import type { Zone } from '../core/zone.ts'
import type { KeptPack, KeptUpload } from '../store/certificates.ts'
import type { Store } from '../store/store.ts'
import { deployedCertificate, planOfHostname, planOfZone } from './deployed.ts'
import type { PackPlan } from './packs.ts'

export interface SourceParts {
  readonly store: Pick<Store, 'certificates' | 'customHostnames' | 'zones'>
  readonly tokens: TokenSource & { readonly seed: string }
  readonly clock: SystemClock
  readonly packOf: (plan: PackPlan, zoneNow: Instant) => Promise<KeptPack>
}

export interface PairSource {
  /** What serves for a hostname at this moment of its zone, with its keys: an ECDSA and an RSA certificate, or what was uploaded. */
  pairsOf (zone: Zone, customHostname: CustomHostname): Promise<readonly EdgePair[] | undefined>
}

/** A certificate that is at the edge, and whose. */
interface Deployed {
  readonly zone: Zone
  readonly now: Instant
  readonly customHostname: CustomHostname
  readonly certificate: Certificate
}

type Presented = Pick<EdgeCertificate, 'hostname' | 'exact' | 'settings'> & { readonly zone: Zone }

/** Finds certificates by server name, in the documented order: the exact name first, of a zone itself before a custom hostname's. */
export function createCertificateSource (parts: SourceParts): CertificateSource & PairSource {
  return {
    pairsOf: async (zone, customHostname) => {
      const now = zoneNow(zone.clock, parts.clock.now())
      const certificate = deployedCertificate(customHostname, now)
      return certificate === undefined ? undefined : (await pairsOf({ zone, now, customHostname, certificate }, parts)).pairs
    },
    async find (serverName) {
      return await ofZone(serverName, serverName, parts) ?? await exactly(serverName, parts) ?? await byWildcard(serverName, parts)
    }
  }
}

async function exactly (serverName: string, parts: SourceParts): Promise<EdgeCertificate | undefined> {
  const [best] = await deployedFor(serverName, parts)
  if (best === undefined) return undefined
  return toEdge({ zone: best.zone, hostname: serverName, exact: true, settings: best.customHostname.ssl?.settings ?? {} }, await pairsOf(best, parts))
}

/** Hostnames called `*.` themselves, those whose certificate covers the names below them, then the zone's own certificate. */
async function byWildcard (serverName: string, parts: SourceParts): Promise<EdgeCertificate | undefined> {
  const parent = serverName.slice(serverName.indexOf('.') + 1)
  if (parent === serverName || parent === '') return undefined
  const covering = [
    ...await deployedFor(`*.${parent}`, parts),
    ...(await deployedFor(parent, parts)).filter(({ certificate }) => certificate.wildcard)
  ]
  const [best] = covering.toSorted(byPriority)
  if (best === undefined) return await ofZone(parent, serverName, parts)
  // What a wildcard covers follows the zone, not the settings of the hostname.
  return toEdge({ zone: best.zone, hostname: best.customHostname.hostname, exact: false, settings: {} }, await pairsOf(best, parts))
}

/** The certificate that an active zone has for its own name and everything one label below. */
async function ofZone (zoneName: string, serverName: string, { store, tokens, clock, packOf }: SourceParts): Promise<EdgeCertificate | undefined> {
  const zone = store.zones.listByName(zoneName).find(({ status }) => status === 'active')
  if (zone === undefined) return undefined
  const now = zoneNow(zone.clock, clock.now())
  const plan = planOfZone(zone, now, { sandboxSeed: tokens.seed, tokens, seq: store.certificates.seqOfZone(zone.no) })
  const exact = serverName === zoneName
  return toEdge({ zone, hostname: exact ? zoneName : `*.${zoneName}`, exact, settings: {} }, pairsOfPack(await packOf(plan, now)))
}

/** The certificates at the edge for a hostname, best first: several zones may have it. */
async function deployedFor (hostname: string, { store, clock }: SourceParts): Promise<readonly Deployed[]> {
  const found = await store.customHostnames.findAll(hostname)
  return found.flatMap(({ zoneNo, customHostname }) => {
    const zone = store.zones.findByNo(zoneNo)
    if (zone === undefined) return []
    const now = zoneNow(zone.clock, clock.now())
    const certificate = deployedCertificate(customHostname, now)
    return certificate === undefined ? [] : [{ zone, now, customHostname, certificate }]
  }).toSorted(byPriority)
}

/** The zone that requests go to, uploaded before managed, then the most recently ordered. */
function byPriority (a: Deployed, b: Deployed): number {
  return Number(isRouted(b)) - Number(isRouted(a)) ||
    Number(b.certificate.upload !== undefined) - Number(a.certificate.upload !== undefined) ||
    b.certificate.issuedAt - a.certificate.issuedAt ||
    b.customHostname.seq - a.customHostname.seq
}

function isRouted ({ customHostname: { lifecycle: { ownership } } }: Deployed): boolean {
  return ownership.status === 'active' || ownership.status === 'active_redeploying'
}

interface Pairs {
  readonly pairs: readonly EdgePair[]
  /** Names keys and chains. */
  readonly version: string
}

async function pairsOf ({ customHostname, certificate, now }: Deployed, { store, packOf }: SourceParts): Promise<Pairs> {
  if (certificate.upload === undefined) return pairsOfPack(await packOf(planOfHostname(customHostname, certificate), now))
  const { certificates } = certificate.upload
  const kept = await Promise.all(certificates.map(async ({ id }) => await store.certificates.findUpload(id)))
  const pairs = certificates.flatMap(({ keyType }, i) => pairOfUpload(keyType, kept[i]))
  return { pairs, version: certificates.map(({ fingerprintSha256 }) => fingerprintSha256).join('+') }
}

function pairOfUpload (keyType: EdgePair['keyType'], kept: KeptUpload | undefined): EdgePair[] {
  return kept === undefined ? [] : [{ keyType, chainPem: kept.chainPem, privateKeyPem: kept.privateKeyPem }]
}

function pairsOfPack ({ leaves }: KeptPack): Pairs {
  return {
    pairs: leaves.map(({ keyType, chainPem, privateKeyPem }) => ({ keyType, chainPem, privateKeyPem })),
    version: leaves.map(({ fingerprintSha256 }) => fingerprintSha256).join('+')
  }
}

function toEdge ({ zone, hostname, exact, settings }: Presented, { pairs, version }: Pairs): EdgeCertificate | undefined {
  if (pairs.length === 0) return undefined
  return { version: `${version} ${exact ? 'exact' : 'covered'} ${JSON.stringify(settings)}`, zoneId: zone.id, hostname, exact, settings, pairs }
}
