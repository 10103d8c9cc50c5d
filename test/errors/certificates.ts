import { webcrypto } from 'node:crypto'
import type { CustomHostnameWire } from '../../schemas/custom-hostname.ts'
import type { CustomCertificatePairWire } from '../../schemas/ssl.ts'
import { exportPrivateKey } from '../../src/ca/keys.ts'
import type { CryptoKey } from '../../src/ca/keys.ts'
import { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } from '../../src/ca/x509.ts'
import { DAY, systemNow } from '../ca/support.ts'
import { sslOf } from '../contract/support.ts'
import type { Provocation, Provocations, World } from './world.ts'

const UNKNOWN = '00000000-0000-4000-8000-000000000000'
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const RSA = { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }
const UNSUPPORTED = { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' }

/** With this method a certificate is taken that nobody trusts. */
export const FORCED = { bundle_method: 'force' }

/** How the entries about uploaded certificates are met. */
export async function certificateProvocations ({ contract: { create, read }, zones: { plain, free }, hostnameId }: World): Promise<Provocations> {
  const [ecdsa, rsa] = [await certify(), await certify({ algorithm: RSA })]
  const bundle = packOf(plain, await create('bundle.customer.com', { custom_cert_bundle: [ecdsa, rsa], ...FORCED }))
  const single = packOf(plain, await create('single.customer.com', { ...ecdsa, ...FORCED }))
  const managed = packOf(plain, await read(hostnameId))
  return {
    ...await uploadFaults(plain, ecdsa),
    customCertificateNotGranted: upload(free, ecdsa),
    certificatePackNotFound: { method: 'DELETE', path: bundle.path(bundle.first, UNKNOWN) },
    packCertificateNotFound: { method: 'PUT', path: bundle.path(UNKNOWN), body: ecdsa },
    certificatePackNotBundled: { method: 'DELETE', path: managed.path(UNKNOWN) },
    certificateKeyTypeMismatch: { method: 'PUT', path: bundle.path(bundle.first), body: rsa },
    lastPackCertificate: { method: 'DELETE', path: single.path(single.first) }
  }
}

async function uploadFaults (zone: string, pair: CustomCertificatePairWire): Promise<Provocations> {
  const { custom_certificate: certificate, custom_key: key } = pair
  const other = await certify()
  const authority = await certify({ hosts: [] })
  const elsewhere = await certify({ hosts: ['app.elsewhere.com'] })
  const unsupported = await certify({ algorithm: UNSUPPORTED })
  return {
    certificateUnparsable: upload(zone, { custom_certificate: key, custom_key: key }),
    certificateEmpty: upload(zone, { custom_certificate: '', custom_key: key }),
    privateKeyUnparsable: upload(zone, { custom_certificate: certificate, custom_key: certificate }),
    privateKeyMismatch: upload(zone, { custom_certificate: certificate, custom_key: other.custom_key }),
    invalidCustomCsrId: upload(zone, { custom_certificate: certificate, custom_csr_id: 'first' }),
    customCsrNotFound: upload(zone, { custom_certificate: certificate, custom_csr_id: UNKNOWN }),
    certificateNotTrusted: upload(zone, pair),
    certificateMultipleLeaves: upload(zone, { custom_certificate: `${certificate}\n${other.custom_certificate}`, custom_key: key }),
    certificateWithoutLeaf: upload(zone, authority),
    certificateWithoutHostname: { ...upload(zone, { ...elsewhere, ...FORCED }), parameters: { hostname: 'new.customer.com' } },
    certificateSignatureNotSupported: upload(zone, { ...unsupported, ...FORCED })
  }
}

function upload (zone: string, ssl: object): Provocation {
  return { method: 'POST', path: `/zones/${zone}/custom_hostnames`, body: { hostname: 'new.customer.com', ssl } }
}

interface Pack {
  /** The id of its first certificate; empty where none is listed. */
  readonly first: string
  /** The path of one of its certificates, or of another pack. */
  path (certificateId: string, packId?: string): string
}

function packOf (zone: string, customHostname: CustomHostnameWire): Pack {
  const { id, certificates = [] } = sslOf(customHostname)
  return {
    first: certificates[0]?.id ?? '',
    path: (certificateId, packId = id) => `/zones/${zone}/custom_hostnames/${customHostname.id}/certificate_pack/${packId}/certificates/${certificateId}`
  }
}

export interface Wanted {
  /** Without any it is an authority. */
  readonly hosts?: readonly string[]
  readonly algorithm?: (webcrypto.EcKeyGenParams | webcrypto.RsaHashedKeyGenParams) & { readonly hash: string }
  /** The key of a signing request, in place of a fresh one. */
  readonly publicKey?: CryptoKey
}

/** A certificate of an authority that nobody trusts, with the key that signed it, as an upload sends them. */
export async function certify ({ hosts = ['*.customer.com'], algorithm = ECDSA, publicKey }: Wanted = {}): Promise<CustomCertificatePairWire> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as webcrypto.CryptoKeyPair
  const names = new SubjectAlternativeNameExtension(hosts.map(host => ({ type: 'dns', value: host })))
  const certificate = await X509CertificateGenerator.create({
    serialNumber: '2a',
    subject: 'CN=Somebody',
    issuer: 'CN=Somebody',
    notBefore: new Date(systemNow - DAY),
    notAfter: new Date(systemNow + DAY),
    publicKey: publicKey ?? keys.publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [new BasicConstraintsExtension(hosts.length === 0, undefined, true), ...(hosts.length === 0 ? [] : [names])]
  })
  return { custom_certificate: certificate.toString('pem'), custom_key: exportPrivateKey(keys.privateKey) }
}
