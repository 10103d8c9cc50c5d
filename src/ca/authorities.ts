import { ISSUER_NAMES } from '../core/issuers.ts'
import { generateKeyPair, exportPrivateKey, importSigningKey } from './keys.ts'
import type { CryptoKey, CryptoKeyPair, KeyType } from './keys.ts'
import { createSerialNumber, toSerialHex } from './serial-number.ts'
import type { RandomBytes } from './serial-number.ts'
import { toCertificateSeconds } from './validity.ts'
import type { Instant, Validity } from './validity.ts'
import {
  AuthorityKeyIdentifierExtension, BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, Name,
  SubjectKeyIdentifierExtension, X509Certificate, X509CertificateGenerator
} from './x509.ts'

export const CERTIFICATE_AUTHORITIES = ['google', 'lets_encrypt', 'ssl_com', 'digicert'] as const
export type CertificateAuthority = typeof CERTIFICATE_AUTHORITIES[number]

/** A certificate that signs others, with its key. */
export interface Issuer {
  readonly keyType: KeyType
  readonly certificate: X509Certificate
  readonly certificatePem: string
  readonly signingKey: CryptoKey
}

/**
 * One of the simulated authorities. A certificate's signature follows its issuer's key, so an authority that signs RSA
 * leaves with RSA and ECDSA leaves with ECDSA, as the real ones do, has one intermediate certificate for each.
 */
export interface Authority {
  /** The organization of both intermediates, and what the API shows as `issuer`. */
  readonly name: string
  readonly issuers: Readonly<Record<KeyType, Issuer>>
}

export interface Authorities {
  readonly root: Issuer
  readonly intermediates: Readonly<Record<CertificateAuthority, Authority>>
}

export interface StoredIssuer { readonly certificatePem: string, readonly privateKeyPem: string }

/** The authorities as plain data, for a database. */
export interface StoredAuthorities {
  readonly root: StoredIssuer
  readonly intermediates: Readonly<Record<CertificateAuthority, Readonly<Record<KeyType, StoredIssuer>>>>
}

export { ISSUER_NAMES }

const ROOT_NAME = { organization: 'Sandflare simulated authority', commonName: 'Sandflare simulated root' }
const KEY_LABELS: Readonly<Record<KeyType, string>> = { ecdsa: 'ECDSA', rsa: 'RSA' }
const DAY_MS = 86_400_000
// A leaf of a zone that lives in another time is dated back to cover the present (see validity.ts), and may begin up to its
// whole length before the sandbox did.
const BACKDATE_MS = 366 * DAY_MS
const LIFETIME_MS = 25 * 365 * DAY_MS

/** Makes a root and the intermediates of the four authorities; `now` is the machine's time. */
export async function createAuthorities ({ now, random }: { readonly now: Instant, readonly random: RandomBytes }): Promise<Authorities> {
  const validity = toCertificateSeconds({ notBefore: now - BACKDATE_MS, notAfter: now + LIFETIME_MS })
  // All serial numbers are drawn before anything is awaited, so that their order does not depend on which key is ready first.
  const rootSerial = createSerialNumber(random)
  const serials = mapAuthorities(() => ({ ecdsa: createSerialNumber(random), rsa: createSerialNumber(random) }))
  const root = await createRoot(rootSerial, validity)
  const create = async (id: CertificateAuthority, serials: Record<KeyType, string>): Promise<Authority> => {
    const [ecdsa, rsa] = await Promise.all([
      createIntermediate({ root, id, keyType: 'ecdsa', serialNumber: serials.ecdsa, validity }),
      createIntermediate({ root, id, keyType: 'rsa', serialNumber: serials.rsa, validity })
    ])
    return { name: ISSUER_NAMES[id], issuers: { ecdsa, rsa } }
  }
  const [google, letsEncrypt, sslCom, digicert] = await Promise.all([
    create('google', serials.google),
    create('lets_encrypt', serials.lets_encrypt),
    create('ssl_com', serials.ssl_com),
    create('digicert', serials.digicert)
  ])
  return { root, intermediates: { google, lets_encrypt: letsEncrypt, ssl_com: sslCom, digicert } }
}

/** Turns the authorities into plain data; `importAuthorities` is the way back. */
export function exportAuthorities ({ root, intermediates }: Authorities): StoredAuthorities {
  return {
    root: exportIssuer(root),
    intermediates: mapAuthorities((id) => {
      const { ecdsa, rsa } = intermediates[id].issuers
      return { ecdsa: exportIssuer(ecdsa), rsa: exportIssuer(rsa) }
    })
  }
}

/** Reads what `exportAuthorities` wrote. */
export function importAuthorities ({ root, intermediates }: StoredAuthorities): Authorities {
  return {
    root: importIssuer(root, 'ecdsa'),
    intermediates: mapAuthorities((id) => ({
      name: ISSUER_NAMES[id],
      issuers: { ecdsa: importIssuer(intermediates[id].ecdsa, 'ecdsa'), rsa: importIssuer(intermediates[id].rsa, 'rsa') }
    }))
  }
}

async function createRoot (serialNumber: string, validity: Validity): Promise<Issuer> {
  const keys = await generateKeyPair('ecdsa')
  const name = toName(ROOT_NAME)
  return await signIssuer({ keyType: 'ecdsa', keys, subject: name, issuer: name, parentKeys: keys, pathLength: 1, serialNumber, validity })
}

interface IntermediatePlan {
  readonly root: Issuer
  readonly id: CertificateAuthority
  readonly keyType: KeyType
  readonly serialNumber: string
  readonly validity: Validity
}

async function createIntermediate ({ root, id, keyType, serialNumber, validity }: IntermediatePlan): Promise<Issuer> {
  const organization = ISSUER_NAMES[id]
  return await signIssuer({
    keyType,
    keys: await generateKeyPair(keyType),
    subject: toName({ organization, commonName: `${organization} ${KEY_LABELS[keyType]} CA` }),
    issuer: root.certificate.subjectName,
    parentKeys: { privateKey: root.signingKey, publicKey: await root.certificate.publicKey.export() },
    pathLength: 0,
    serialNumber,
    validity
  })
}

interface IssuerPlan {
  readonly keyType: KeyType
  readonly keys: CryptoKeyPair
  readonly subject: Name
  readonly issuer: Name
  readonly parentKeys: CryptoKeyPair
  /** How many authorities may stand between this one and a leaf. */
  readonly pathLength: number
  readonly serialNumber: string
  readonly validity: Validity
}

async function signIssuer ({ keyType, keys, parentKeys, validity, ...plan }: IssuerPlan): Promise<Issuer> {
  const certificate = await X509CertificateGenerator.create({
    serialNumber: toSerialHex(plan.serialNumber),
    subject: plan.subject,
    issuer: plan.issuer,
    notBefore: new Date(validity.notBefore),
    notAfter: new Date(validity.notAfter),
    publicKey: keys.publicKey,
    signingKey: parentKeys.privateKey,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new BasicConstraintsExtension(true, plan.pathLength, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign | KeyUsageFlags.digitalSignature, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(parentKeys.publicKey)
    ]
  })
  return { keyType, certificate, certificatePem: `${certificate.toString('pem')}\n`, signingKey: keys.privateKey }
}

function exportIssuer ({ certificatePem, signingKey }: Issuer): StoredIssuer {
  return { certificatePem, privateKeyPem: exportPrivateKey(signingKey) }
}

function importIssuer ({ certificatePem, privateKeyPem }: StoredIssuer, keyType: KeyType): Issuer {
  return { keyType, certificate: new X509Certificate(certificatePem), certificatePem, signingKey: importSigningKey(privateKeyPem, keyType) }
}

function mapAuthorities<T> (make: (id: CertificateAuthority) => T): Record<CertificateAuthority, T> {
  return {
    google: make('google'),
    lets_encrypt: make('lets_encrypt'),
    ssl_com: make('ssl_com'),
    digicert: make('digicert')
  }
}

function toName ({ organization, commonName }: { readonly organization: string, readonly commonName: string }): Name {
  return new Name([{ O: [{ utf8String: organization }] }, { CN: [{ utf8String: commonName }] }])
}
