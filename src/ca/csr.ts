import { createPublicKey } from 'node:crypto'
import { generateKeyPair, exportPrivateKey } from './keys.ts'
import type { KeyType } from './keys.ts'
import { Name, Pkcs10CertificateRequest, Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } from './x509.ts'

export type CsrKeyType = 'rsa2048' | 'p256v1'

export interface CsrSubject {
  readonly country: string
  readonly state: string
  readonly locality: string
  readonly organization: string
  readonly organizationalUnit?: string
  readonly commonName: string
}

const KEY_TYPES: Readonly<Record<CsrKeyType, KeyType>> = { rsa2048: 'rsa', p256v1: 'ecdsa' }

/**
 * Creates a certificate signing request. Its key is always a fresh one, never one of a pool: a request may be signed by a
 * real authority.
 */
export async function createCsr ({ keyType, subject, sans }: {
  readonly keyType: CsrKeyType, readonly subject: CsrSubject, readonly sans: readonly string[]
}): Promise<{ csrPem: string, privateKeyPem: string }> {
  const keys = await generateKeyPair(KEY_TYPES[keyType])
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: toName(subject),
    keys,
    signingAlgorithm: { name: keys.privateKey.algorithm.name, hash: 'SHA-256' },
    extensions: [new SubjectAlternativeNameExtension(sans.map((san) => ({ type: 'dns', value: san })))]
  })
  return { csrPem: `${request.toString('pem')}\n`, privateKeyPem: exportPrivateKey(keys.privateKey) }
}

/** The public key of a signing request, as SPKI PEM; throws when the text is not a request. */
export function readCsrPublicKey (csrPem: string): string {
  const { rawData } = new Pkcs10CertificateRequest(csrPem).publicKey
  return createPublicKey({ key: Buffer.from(rawData), format: 'der', type: 'spki' }).export({ format: 'pem', type: 'spki' }).toString()
}

function toName ({ country, state, locality, organization, organizationalUnit, commonName }: CsrSubject): Name {
  return new Name([
    // RFC 5280 allows only a PrintableString here; the others may hold any letters.
    { C: [{ printableString: country }] },
    { ST: [{ utf8String: state }] },
    { L: [{ utf8String: locality }] },
    { O: [{ utf8String: organization }] },
    ...(organizationalUnit === undefined ? [] : [{ OU: [{ utf8String: organizationalUnit }] }]),
    { CN: [{ utf8String: commonName }] }
  ])
}
