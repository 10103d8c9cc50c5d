import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { hexId, literals, time } from '../scalars.ts'
import { SslSettingsSchema } from '../ssl.ts'
import { CertificateAuthoritySchema, ZoneStatusSchema } from '../statuses.ts'
import { ClockModeSchema, ClockSchema, givenTime } from './clock.ts'

const flag = (description: string) => Type.Boolean({ description })
const closed = (description: string) => ({ description, additionalProperties: false })

export const ZoneQuotaSchema = Type.Object({
  allocated: Type.Integer({ minimum: 0, description: 'How many custom hostnames are included.' }),
  hard_cap: Type.Integer({ minimum: 0, description: 'From how many on new ones are refused.' })
}, closed('How many custom hostnames the zone may have.'))
export type ZoneQuotaWire = Static<typeof ZoneQuotaSchema>

export const EntitlementsSchema = Type.Object({
  custom_hostnames: flag('Custom hostnames at all.'),
  custom_metadata: flag('Values of your own on a hostname.'),
  custom_origin_server: flag('An origin of its own for a hostname.'),
  custom_origin_sni: flag('A server name of its own towards that origin.'),
  wildcard: flag('Wildcard certificates.'),
  certificate_authority: flag('Choice of the certificate authority.'),
  custom_certificates: flag('Upload of certificates.'),
  apex: flag('Proof of ownership by an address record.')
}, closed('What the plan and add-ons of the zone allow.'))
export type EntitlementsWire = Static<typeof EntitlementsSchema>

export const HoldSchema = Type.Object({
  name: Type.String({ description: 'The domain that is held.', examples: ['customer.com'] }),
  include_subdomains: Type.Optional(Type.Boolean({ description: 'Whether every name below it is held too. False unless set.' }))
}, closed('A domain whose owner allows no one else to use it: its hostnames become blocked.'))
export type HoldWire = Static<typeof HoldSchema>

export const InspectorSchema = literals(['auto', 'dns', 'manual'], {
  description: 'Who finds out whether customers did their part: assumed, looked up in DNS, or said by a call.'
})
export type InspectorWire = Static<typeof InspectorSchema>

export const AutoFailureSchema = Type.Object({
  status: Type.Optional(literals([
    'no_cname', 'no_address_or_token', 'already_proxied', 'no_fallback_origin', 'no_account_match', 'held'
  ], { description: 'What the checks of the hostname report.' })),
  ssl_status: Type.Optional(literals([
    'servfail', 'dnssec_bogus', 'caa_servfail', 'caa_blocked', 'multi_perspective_caa', 'multi_perspective', 'rate_limited',
    'authority_internal', 'authority_refuses', 'caa_error', 'risk_safe_browsing', 'risk_keywords', 'risk_phishtank',
    'validation_failed', 'caa_blocks_hostname', 'common_name_too_long'
  ], { description: 'What the checks of the certificate report.' }))
}, closed('With inspector auto: what the checks before the first one that passes report.'))
export type AutoFailureWire = Static<typeof AutoFailureSchema>

// Only what keeps the headers of a message apart is judged: nobody is asked whether the address exists.
const emailAddress = Type.String({ pattern: '^[^\\s\\x00-\\x1f\\x7f@<>(),;:"\\\\]+@[^\\s\\x00-\\x1f\\x7f@<>(),;:"\\\\]+$', maxLength: 254, description: 'An email address.' })

const seconds = (description: string) => Type.Integer({ minimum: 1, maximum: 86_400, description })

export const RateLimitsSchema = Type.Object({
  api: flag('Count requests, and refuse those over the limit.'),
  requests: Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'Requests of a user in a window.' }),
  window_seconds: seconds('Length of the window, in the time of the zone.'),
  refused_seconds: seconds('How long every request is refused once there was one too many.'),
  issuance: flag('Count issued certificates, and refuse to issue those over the limit.'),
  certificates: Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'Certificates of the zone in a window.' }),
  certificates_window_seconds: seconds('Length of the window for certificates.'),
  certificates_refused_seconds: seconds('How long new certificates are refused once there was one too many.'),
  headers: literals(['remainder', 'live'], { description: 'What Ratelimit says: what is left, or always the quota less one, as measured on the real service.' }),
  body: literals(['short', 'verbose'], { description: 'The body of a refusal: code 971 without result and messages, or code 10429 in the whole envelope.' })
}, closed('The published limits.'))
export type RateLimitsWire = Static<typeof RateLimitsSchema>

const settings = {
  plan: literals(['free', 'pro', 'business', 'enterprise'], { description: 'Plan of the zone; quota and entitlements follow it unless given.' }),
  schedule: Type.Union([
    Type.String({ description: 'Name of a schedule.', examples: ['realistic', 'fast', 'instant'] }),
    Type.Record(Type.String(), Type.Unknown(), { description: 'A whole schedule, in the form of a schedule file.' })
  ], { description: 'How long everything takes.' }),
  inspector: InspectorSchema,
  strict: flag('Refuse what only older documentation shows.'),
  quota: ZoneQuotaSchema,
  entitlements: EntitlementsSchema,
  certificate_authority: CertificateAuthoritySchema,
  auto_pass_at_attempt: Type.Union([
    Type.Integer({ minimum: 1 }),
    Type.Literal('never')
  ], { description: 'With inspector auto: which check is the first to pass, or never.' }),
  auto_failure: AutoFailureSchema,
  holds: Type.Array(HoldSchema, { description: 'Domains that are held by their owners.' }),
  hostname_filter: literals(['exact-first', 'substring'], {
    description: 'What the filter hostname finds: the equal name and only without one those that contain it, or always the latter.'
  }),
  keep_ownership_verification: flag('Keep showing ownership_verification once a hostname is active.'),
  rotate_tokens_on_patch: flag('Give out new validation tokens at every PATCH, in place of checking with the present ones first.'),
  default_ssl_settings: Type.Union([SslSettingsSchema, Type.Null()], { description: 'What ssl.settings shows where none were sent; null leaves it out.' }),
  no_quota_status: literals([403, 400], { description: 'HTTP status of error 1404, when custom hostnames are not enabled.' }),
  clamp_paging: flag('Bring per_page into its bounds in place of refusing it.'),
  id_with_filters: flag('Allow the filter id beside others in place of refusing it with 1438.'),
  metadata_on_wildcard: flag('Allow custom metadata on wildcard hostnames in place of refusing it with 1412.'),
  whois_contacts: Type.Record(Type.String(), Type.Array(emailAddress, { maxItems: 20 }), {
    description: 'Addresses on file for a registrable domain, which receive approval mails beside its role addresses; a made-up one unless given.',
    examples: [{ 'customer.com': ['owner@customer.com'] }]
  }),
  scenario: Type.Union([Type.String({ minLength: 1, maxLength: 63 }), Type.Null()], {
    description: 'What hostnames live through that neither have a scenario of their own nor a label that is one; null: nothing.', examples: ['slow-10x']
  }),
  scenario_labels: flag('Let the leftmost label of a hostname name its scenario.'),
  encryption: literals(['off', 'flexible', 'full', 'strict'], {
    description: 'How the edge talks to origins: never with TLS, and with visitors neither (off); never with TLS (flexible); as the visitor does (full), and only with valid certificates (strict).'
  }),
  rate_limits: RateLimitsSchema
}

export const ZoneSettingsSchema = Type.Object(settings, closed('How the sandbox treats the zone.'))
export type ZoneSettingsWire = Static<typeof ZoneSettingsSchema>

export const GivenZoneSettingsSchema = Type.Partial(Type.Object({
  ...settings,
  quota: Type.Partial(ZoneQuotaSchema),
  entitlements: Type.Partial(EntitlementsSchema),
  rate_limits: Type.Partial(RateLimitsSchema)
}), {
  ...closed('Settings to use; what is left out keeps its value, or its default in a new zone.'),
  examples: [{ schedule: 'realistic', inspector: 'auto', auto_pass_at_attempt: 3 }]
})
export type GivenZoneSettingsWire = Static<typeof GivenZoneSettingsSchema>

const zone = {
  id: hexId('Names the zone.'),
  name: Type.String({ maxLength: 253, description: 'Domain of the zone.', examples: ['saasprovider.com'] }),
  account_id: hexId('The account that the zone is in.'),
  status: ZoneStatusSchema,
  created_on: time('When the zone was created.'),
  clock: ClockSchema,
  settings: ZoneSettingsSchema,
  hostnames: Type.Integer({ minimum: 0, description: 'How many custom hostnames the zone has.' })
}

export const AdminZoneSchema = Type.Object(zone, closed('A zone of the sandbox with its clock and settings.'))
export type AdminZoneWire = Static<typeof AdminZoneSchema>

export const CreatedAdminZoneSchema = Type.Object({
  ...zone,
  api_token: Type.String({ description: 'A token for this zone alone.' })
}, closed('The new zone, with a token to use it.'))
export type CreatedAdminZoneWire = Static<typeof CreatedAdminZoneSchema>

export const AdminZoneListSchema = Type.Object({
  zones: Type.Array(AdminZoneSchema, { description: 'The zones, oldest first.' })
}, closed('The zones of the sandbox.'))
export type AdminZoneListWire = Static<typeof AdminZoneListSchema>

export const GivenClockSchema = Type.Object({
  mode: Type.Optional(ClockModeSchema),
  now: Type.Optional(givenTime('The time to start from.'))
}, closed('How the clock of the zone is to be set.'))
export type GivenClockWire = Static<typeof GivenClockSchema>

export const CreateAdminZoneSchema = Type.Object({
  name: Type.Optional(Type.String({ maxLength: 253, description: 'Domain of the zone; a fresh one when left out.', examples: ['saasprovider.com'] })),
  id: Type.Optional(hexId('Names the zone; a fresh one when left out.')),
  account_id: Type.Optional(hexId('The account that the zone is to be in; the first one when left out.')),
  template: Type.Optional(Type.String({ minLength: 1, maxLength: 255, description: 'A zone, by id or name, or a template of the seed, by name: its settings, DNS records, fallback origin and start of the clock become those of the new zone.', examples: ['saasprovider.com'] })),
  clock: Type.Optional(GivenClockSchema),
  settings: Type.Optional(GivenZoneSettingsSchema)
}, {
  ...closed('A zone to create.'),
  examples: [{ name: 'saasprovider.com', clock: { mode: 'frozen', now: '2026-01-01T00:00:00Z' }, settings: { schedule: 'realistic' } }]
})
export type CreateAdminZoneWire = Static<typeof CreateAdminZoneSchema>

export const EditAdminZoneSchema = Type.Object({
  status: Type.Optional(ZoneStatusSchema),
  clock: Type.Optional(GivenClockSchema),
  settings: Type.Optional(GivenZoneSettingsSchema)
}, { ...closed('What to change.'), examples: [{ settings: { strict: true } }] })
export type EditAdminZoneWire = Static<typeof EditAdminZoneSchema>

export const CreatedTokenSchema = Type.Object({
  id: hexId('Names the token.'),
  api_token: Type.String({ description: 'The token itself, which is not shown again.' })
}, closed('A new API token for one zone.'))
export type CreatedTokenWire = Static<typeof CreatedTokenSchema>

export const DeletedAdminZoneSchema = Type.Object({
  id: hexId('The zone that is gone.')
}, closed('The zone is deleted.'))
export type DeletedAdminZoneWire = Static<typeof DeletedAdminZoneSchema>
