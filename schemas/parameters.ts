import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { hexId, uuid } from './scalars.ts'

const zone = { zone_id: hexId('Names the zone.') }
const customHostname = { ...zone, custom_hostname_id: uuid('Names the custom hostname.') }

export const ZoneParametersSchema = Type.Object(zone, { description: 'Path of a zone.' })
export type ZoneParametersWire = Static<typeof ZoneParametersSchema>

export const CustomHostnameParametersSchema = Type.Object(customHostname, { description: 'Path of a custom hostname.' })
export type CustomHostnameParametersWire = Static<typeof CustomHostnameParametersSchema>

export const CertificateParametersSchema = Type.Object({
  ...customHostname,
  certificate_pack_id: uuid('Names the certificate pack: the id within ssl.'),
  certificate_id: uuid('Names one certificate of the pack.')
}, { description: 'Path of one certificate of a custom hostname.' })
export type CertificateParametersWire = Static<typeof CertificateParametersSchema>

export const CustomCsrParametersSchema = Type.Object({
  ...zone,
  custom_csr_id: uuid('Names the signing request.')
}, { description: 'Path of a custom CSR.' })
export type CustomCsrParametersWire = Static<typeof CustomCsrParametersSchema>

export const DnsRecordParametersSchema = Type.Object({
  ...zone,
  dns_record_id: hexId('Names the DNS record.')
}, { description: 'Path of a DNS record.' })
export type DnsRecordParametersWire = Static<typeof DnsRecordParametersSchema>

export const AccountParametersSchema = Type.Object({
  account_id: hexId('Names the account.')
}, { description: 'Path of an account.' })
export type AccountParametersWire = Static<typeof AccountParametersSchema>
