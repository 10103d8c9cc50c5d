import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { literals, time, uuid } from './scalars.ts'
import {
  AnsweredDcvMethodSchema, BundleMethodSchema, CertificateAuthoritySchema, DcvMethodSchema, SslStatusSchema, ValidationTypeSchema
} from './statuses.ts'

const onOff = (description: string) => Type.Optional(literals(['on', 'off'], { description }))

export const SslSettingsSchema = Type.Object({
  http2: onOff('Whether the edge speaks HTTP/2 for this hostname.'),
  tls_1_3: onOff('Whether the edge speaks TLS 1.3 for this hostname.'),
  early_hints: onOff('Whether the edge sends early hints for this hostname.'),
  min_tls_version: Type.Optional(literals(['1.0', '1.1', '1.2', '1.3'], { description: 'The oldest TLS version that a visitor may use.' })),
  ciphers: Type.Optional(Type.Array(Type.String(), {
    description: 'The cipher suites that may be used, by their BoringSSL names.',
    uniqueItems: true,
    examples: [['ECDHE-RSA-AES128-GCM-SHA256', 'AES128-SHA']]
  }))
}, {
  description: 'TLS settings of this hostname; what is left out follows the zone.',
  examples: [{ http2: 'on', min_tls_version: '1.2' }]
})
export type SslSettingsWire = Static<typeof SslSettingsSchema>

// On `ssl` itself the same keys come back when there is exactly one record, as clients older than the array expect.
const proofs = {
  txt_name: Type.Optional(Type.String({ description: 'Where the TXT record goes.' })),
  txt_value: Type.Optional(Type.String({ description: 'What the TXT record says.' })),
  http_url: Type.Optional(Type.String({ description: 'The address that the authority asks.' })),
  http_body: Type.Optional(Type.String({ description: 'What it expects to be answered.' })),
  cname: Type.Optional(Type.String({ description: 'Where the CNAME record goes.' })),
  cname_target: Type.Optional(Type.String({ description: 'What the CNAME record points to.' })),
  emails: Type.Optional(Type.Array(Type.String(), { description: 'Who gets the mail that asks for approval.' }))
}

export const ValidationRecordSchema = Type.Object({
  status: Type.Optional(Type.String({ description: 'Whether the proof is outstanding.', examples: ['pending'] })),
  ...proofs
}, {
  description: 'What has to be put in place to prove control over the hostname. Only the keys of its method are present.',
  additionalProperties: false,
  examples: [{
    status: 'pending',
    txt_name: '_acme-challenge.app.customer.com',
    txt_value: '7Pk3zq3yQnP9y0mXq2nQyL0b5c7w1u9d8e4f6a2s3dE'
  }]
})
export type ValidationRecordWire = Static<typeof ValidationRecordSchema>

export const ValidationErrorSchema = Type.Object({
  message: Type.String({ description: 'What the authority found.', examples: ['SERVFAIL looking up CAA for app.customer.com'] })
}, { description: 'Why the last attempt to validate failed.', additionalProperties: false })
export type ValidationErrorWire = Static<typeof ValidationErrorSchema>

const issuedFields = {
  issuer: Type.Optional(Type.String({ description: 'Who signed the certificate.' })),
  serial_number: Type.Optional(Type.String({ description: 'Serial number, unique for its issuer.' })),
  signature: Type.Optional(Type.String({ description: 'Algorithm of the signature.', examples: ['ECDSAWithSHA256'] })),
  expires_on: Type.Optional(time('When the certificate runs out.'))
}

export const IssuedCertificateSchema = Type.Object({
  id: uuid('Names one certificate of a pack.'),
  ...issuedFields,
  issued_on: Type.Optional(time('When the certificate was issued.')),
  fingerprint_sha256: Type.Optional(Type.String({ description: 'SHA-256 of the certificate, hexadecimal.' }))
}, { description: 'One certificate of the pack.', additionalProperties: false })
export type IssuedCertificateWire = Static<typeof IssuedCertificateSchema>

export const SslSchema = Type.Object({
  id: uuid('Names the certificate pack, not the hostname.'),
  type: ValidationTypeSchema,
  method: Type.Optional(AnsweredDcvMethodSchema),
  status: SslStatusSchema,
  settings: Type.Optional(SslSettingsSchema),
  bundle_method: Type.Optional(BundleMethodSchema),
  wildcard: Type.Boolean({ description: 'Whether the certificate also covers every name directly below the hostname.' }),
  certificate_authority: Type.Optional(CertificateAuthoritySchema),
  ...proofs,
  validation_records: Type.Optional(Type.Array(ValidationRecordSchema, {
    description: 'What to put in place. Not in the answer to the creation: read again until the status is pending_validation.'
  })),
  validation_errors: Type.Optional(Type.Array(ValidationErrorSchema, { description: 'Left out while there is nothing to report.' })),
  dcv_delegation_records: Type.Optional(Type.Array(ValidationRecordSchema, {
    description: 'The one CNAME that hands this and every later validation over to the zone.'
  })),
  hosts: Type.Optional(Type.Array(Type.String(), { description: 'The names on the certificate.' })),
  ...issuedFields,
  uploaded_on: Type.Optional(time('When the certificate reached the edge network.')),
  custom_certificate: Type.Optional(Type.String({ description: 'The uploaded certificate, PEM.' })),
  custom_csr_id: Type.Optional(uuid('The signing request that the uploaded certificate answers.')),
  certificates: Type.Optional(Type.Array(IssuedCertificateSchema, { description: 'The certificates of the pack, once there are any.' }))
}, {
  description: 'The certificate of a custom hostname. An uploaded certificate has no method and no certificate authority.',
  additionalProperties: false
})
export type SslWire = Static<typeof SslSchema>

export const CustomCertificatePairSchema = Type.Object({
  custom_certificate: Type.String({ description: 'Certificate with its chain, PEM.' }),
  custom_key: Type.String({ description: 'Its private key, PEM. Never answered.' })
}, { description: 'A certificate and its key.' })
export type CustomCertificatePairWire = Static<typeof CustomCertificatePairSchema>

export const SslRequestSchema = Type.Object({
  method: Type.Optional(DcvMethodSchema),
  type: Type.Optional(ValidationTypeSchema),
  settings: Type.Optional(SslSettingsSchema),
  bundle_method: Type.Optional(BundleMethodSchema),
  wildcard: Type.Optional(Type.Boolean({ description: 'Cover every name directly below the hostname too. False unless set; not with method http.' })),
  certificate_authority: Type.Optional(Type.Union([
    CertificateAuthoritySchema,
    Type.Literal('', { description: 'Back to the default of the zone.' })
  ], { description: 'Who is to issue the certificate.' })),
  cloudflare_branding: Type.Optional(Type.Boolean({ description: 'Put a name of the service into the common name. False unless set; never answered.' })),
  custom_certificate: Type.Optional(Type.String({ description: 'Certificate of your own with its chain, PEM.' })),
  custom_key: Type.Optional(Type.String({ description: 'The key of that certificate, PEM. Never answered.' })),
  custom_csr_id: Type.Optional(uuid('Signing request that holds the key of that certificate, in place of custom_key.')),
  custom_cert_bundle: Type.Optional(Type.Array(CustomCertificatePairSchema, {
    description: 'One certificate with an RSA key and one with an ECDSA key. Never answered.',
    minItems: 1,
    maxItems: 2
  }))
}, {
  description: 'The certificate to have. Method and type go together and are needed unless a certificate is uploaded.',
  examples: [{ method: 'txt', type: 'dv' }, { method: 'txt', type: 'dv', wildcard: true }]
})
export type SslRequestWire = Static<typeof SslRequestSchema>
