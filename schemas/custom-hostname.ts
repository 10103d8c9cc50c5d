import { Type } from '@sinclair/typebox'
import type { Static, TSchema } from '@sinclair/typebox'
import { successParts, TextMessageSchema } from './envelope.ts'
import { DirectionSchema, hostname, literals, PageSchema, time, uuid } from './scalars.ts'
import { SslRequestSchema, SslSchema } from './ssl.ts'
import { CertificateAuthoritySchema, HostnameStatusSchema, SslStatusSchema } from './statuses.ts'

export { SslSchema, SslRequestSchema, SslSettingsSchema, ValidationRecordSchema } from './ssl.ts'
export type { SslWire, SslRequestWire, SslSettingsWire, ValidationRecordWire } from './ssl.ts'

// The published document allows texts only, its own guides store numbers and booleans: any JSON value is kept.
const metadata = Type.Record(Type.String(), Type.Unknown(), {
  description: 'Your own values for this hostname, 4 KB at most in all; the edge can read them.',
  examples: [{ customer: 'A-17', tier: 2 }]
})
const originServer = Type.String({ description: 'Where requests go instead of the fallback origin: a record of the zone.', examples: ['origin.saasprovider.com'] })
const originSni = Type.String({
  description: 'The server name sent to that origin, or :request_host_header: for the name that the visitor asked for.',
  examples: [':request_host_header:']
})

export const OwnershipVerificationSchema = Type.Object({
  type: literals(['txt'], { description: 'Kind of the record.' }),
  name: Type.String({ description: 'Where the record goes.', examples: ['_cf-custom-hostname.app.customer.com'] }),
  value: uuid('What the record says.')
}, { description: 'TXT record that proves ownership before the hostname points here.', additionalProperties: false })
export type OwnershipVerificationWire = Static<typeof OwnershipVerificationSchema>

export const OwnershipVerificationHttpSchema = Type.Object({
  http_url: Type.String({ description: 'The address that is asked.' }),
  http_body: uuid('What it has to answer; the same value as in the TXT record.')
}, { description: 'File that proves ownership before the hostname points here.', additionalProperties: false })
export type OwnershipVerificationHttpWire = Static<typeof OwnershipVerificationHttpSchema>

export const CustomHostnameSchema = Type.Object({
  id: uuid('Names the custom hostname.'),
  hostname: hostname('The name that your customer brings.'),
  ssl: Type.Optional(SslSchema),
  status: HostnameStatusSchema,
  verification_errors: Type.Optional(Type.Array(Type.String(), {
    description: 'Why the hostname is not active yet. Left out while there is nothing to report.',
    examples: [['custom hostname does not CNAME to this zone.']]
  })),
  ownership_verification: Type.Optional(OwnershipVerificationSchema),
  ownership_verification_http: Type.Optional(OwnershipVerificationHttpSchema),
  custom_metadata: Type.Optional(metadata),
  custom_origin_server: Type.Optional(originServer),
  custom_origin_sni: Type.Optional(originSni),
  created_at: time('When the hostname was created.')
}, {
  description: 'A hostname of one of your customers, with its certificate. Made without ssl it has no ssl.',
  additionalProperties: false
})
export type CustomHostnameWire = Static<typeof CustomHostnameSchema>

export const CreateCustomHostnameSchema = Type.Object({
  hostname: hostname('The name that your customer brings. It cannot be changed later.'),
  ssl: Type.Optional(nullable(SslRequestSchema, 'The certificate to have; null or left out for none.')),
  custom_metadata: Type.Optional(metadata),
  custom_origin_server: Type.Optional(originServer),
  custom_origin_sni: Type.Optional(originSni)
}, {
  description: 'A custom hostname to create.',
  examples: [{ hostname: 'app.customer.com', ssl: { method: 'http', type: 'dv' } }]
})
export type CreateCustomHostnameWire = Static<typeof CreateCustomHostnameSchema>

export const EditCustomHostnameSchema = Type.Object({
  hostname: Type.Optional(hostname('May repeat the stored name; another name is refused.')),
  ssl: Type.Optional(nullable(SslRequestSchema, 'The same method and type as stored start the validation again; others replace them.')),
  custom_metadata: Type.Optional(nullable(metadata, 'Replaces all stored values; null removes them.')),
  custom_origin_server: Type.Optional(nullable(originServer, 'Replaces the stored origin; null goes back to the fallback origin.')),
  custom_origin_sni: Type.Optional(nullable(originSni, 'Replaces the stored server name; null removes it.'))
}, {
  description: 'What to change. Fields that are left out stay; an empty object only asks for a check of both axes now.',
  examples: [{ ssl: { method: 'http', type: 'dv' } }, {}]
})
export type EditCustomHostnameWire = Static<typeof EditCustomHostnameSchema>

function nullable<Schema extends TSchema> (schema: Schema, description: string) {
  return Type.Union([schema, Type.Null()], { description })
}

const filter = (description: string) => Type.Optional(hostname(description))

export const ListCustomHostnamesQuerySchema = Type.Object({
  page: Type.Optional(PageSchema),
  per_page: Type.Optional(Type.Integer({ description: 'How many items a page has.', minimum: 5, maximum: 1000, default: 20 })),
  id: Type.Optional(uuid('Only this one; not together with a filter by name.')),
  hostname: filter('Only this name or, where none is equal, names that contain it.'),
  'hostname.exact': filter('Only this name.'),
  'hostname.startsWith': filter('Only names that begin so.'),
  'hostname.contain': filter('Only names that contain this.'),
  ssl: Type.Optional(literals([0, 1], { description: '1 for hostnames with a certificate only; 0 filters nothing.', default: 0 })),
  ssl_status: Type.Optional(SslStatusSchema),
  hostname_status: Type.Optional(HostnameStatusSchema),
  certificate_authority: Type.Optional(CertificateAuthoritySchema),
  wildcard: Type.Optional(Type.Boolean({ description: 'Only hostnames with, or without, a wildcard certificate.' })),
  custom_origin_server: Type.Optional(Type.String({ description: 'Only hostnames with this origin.' })),
  order: Type.Optional(literals(['ssl', 'ssl_status'], { description: 'What the list is sorted by.', default: 'ssl' })),
  direction: Type.Optional(DirectionSchema)
}, { description: 'Which custom hostnames to list, and how.' })
export type ListCustomHostnamesQueryWire = Static<typeof ListCustomHostnamesQuerySchema>

// Some clients read `id` from the body, others from `result`: the answer serves both.
export const DeletedSchema = Type.Object({
  id: uuid('What was deleted.'),
  result: Type.Object({ id: uuid('What was deleted.') }, { description: 'The same once more, as the envelope has it.', additionalProperties: false }),
  ...successParts(TextMessageSchema)
}, { description: 'The deletion was accepted.', additionalProperties: false })
export type DeletedWire = Static<typeof DeletedSchema>
