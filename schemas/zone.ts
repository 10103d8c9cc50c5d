import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { DirectionSchema, hexId, literals, MatchSchema, PageSchema, time } from './scalars.ts'
import { ZoneStatusSchema } from './statuses.ts'

const flag = (description: string) => Type.Optional(Type.Boolean({ description }))
const amount = (description: string) => Type.Optional(Type.Integer({ description }))
const text = (description: string) => Type.Optional(Type.String({ description }))
const names = (description: string) => Type.Array(Type.String(), { description })
const closed = (description: string) => ({ description, additionalProperties: false })

export const ZoneTypeSchema = literals(['full', 'partial', 'secondary', 'internal'], {
  description: 'Whether the service holds all DNS of the zone, or only some names, or copies another server. Full unless chosen.'
})
export type ZoneTypeWire = Static<typeof ZoneTypeSchema>

export const ZonePlanSchema = Type.Object({
  id: text('Names the plan.'),
  name: text('What the plan is called.'),
  price: Type.Optional(Type.Number({ description: 'What it costs.' })),
  currency: text('In which currency.'),
  frequency: text('How often it is paid.'),
  is_subscribed: flag('Whether it is subscribed.'),
  can_subscribe: flag('Whether it can be subscribed.'),
  legacy_id: text('Short name of the plan.'),
  legacy_discount: flag('Whether an old discount applies.'),
  externally_managed: flag('Whether another company manages the zone.')
}, closed('The plan of the zone.'))
export type ZonePlanWire = Static<typeof ZonePlanSchema>

export const ZoneMetaSchema = Type.Object({
  step: amount('How far the set-up has come.'),
  custom_certificate_quota: amount('How many certificates may be uploaded.'),
  page_rule_quota: amount('How many page rules there may be.'),
  phishing_detected: flag('Whether the zone was reported for phishing.'),
  cdn_only: flag('Whether only the proxy is used.'),
  dns_only: flag('Whether only DNS is used.'),
  foundation_dns: flag('Whether the zone has the advanced name servers.')
}, closed('Further facts about the zone.'))
export type ZoneMetaWire = Static<typeof ZoneMetaSchema>

export const ZoneSchema = Type.Object({
  id: hexId('Names the zone.'),
  name: Type.String({ maxLength: 253, description: 'Domain of the zone.', examples: ['saasprovider.com'] }),
  status: Type.Optional(ZoneStatusSchema),
  paused: flag('Whether the zone is served by DNS only.'),
  type: Type.Optional(ZoneTypeSchema),
  development_mode: Type.Number({ description: 'Seconds until the development mode ends, or negative since it ended; 0 if it never was on.' }),
  name_servers: names('The name servers that the zone should have.'),
  original_name_servers: Type.Union([names('Their names.'), Type.Null()], { description: 'The name servers that the domain had before.' }),
  original_registrar: Type.Union([Type.String(), Type.Null()], { description: 'The registrar that the domain had before.' }),
  original_dnshost: Type.Union([Type.String(), Type.Null()], { description: 'The DNS host that the domain had before.' }),
  modified_on: time('When the zone was last changed.'),
  created_on: time('When the zone was created.'),
  activated_on: Type.Union([time('When.'), Type.Null()], { description: 'When the zone became active; null if it is not.' }),
  meta: ZoneMetaSchema,
  owner: Type.Object({
    id: text('Names the owner.'),
    name: text('What the owner is called.'),
    type: text('Whether the owner is a person or an organisation.'),
    email: text('Address of the owner.')
  }, closed('Who owns the zone.')),
  account: Type.Object({ id: text('Names the account.'), name: text('What the account is called.') }, closed('The account that the zone is in.')),
  tenant: Type.Optional(Type.Object({ id: text('Names the tenant.'), name: text('What the tenant is called.') }, closed('The tenant of the zone.'))),
  tenant_unit: Type.Optional(Type.Object({ id: text('Names the unit.') }, closed('The unit of the tenant.'))),
  permissions: Type.Optional(names('What the caller may do.')),
  plan: ZonePlanSchema,
  cname_suffix: text('Suffix of the names that a partial zone points to.'),
  vanity_name_servers: Type.Optional(names('Name servers under names of your own.')),
  verification_key: text('What a partial zone has to publish to become active.')
}, closed('A domain at the service.'))
export type ZoneWire = Static<typeof ZoneSchema>

export const CreateZoneSchema = Type.Object({
  name: Type.String({ maxLength: 253, description: 'Domain of the zone.', examples: ['saasprovider.com'] }),
  account: Type.Object({ id: Type.Optional(hexId('Names the account.')) }, { description: 'The account that the zone is to be in.' }),
  type: Type.Optional(ZoneTypeSchema)
}, { description: 'A zone to create.' })
export type CreateZoneWire = Static<typeof CreateZoneSchema>

export const DeletedZoneSchema = Type.Object({
  id: hexId('What was deleted.')
}, { description: 'The zone is gone, with everything in it.', additionalProperties: false })
export type DeletedZoneWire = Static<typeof DeletedZoneSchema>

export const ListZonesQuerySchema = Type.Object({
  page: Type.Optional(PageSchema),
  per_page: Type.Optional(Type.Integer({ description: 'How many zones a page has.', minimum: 5, maximum: 50, default: 20 })),
  name: Type.Optional(Type.String({
    description: 'Only this domain, or with an operator in front: equal, not_equal, starts_with, ends_with or contains and a colon.',
    examples: ['saasprovider.com', 'contains:saas']
  })),
  status: Type.Optional(ZoneStatusSchema),
  type: text('Only these types, parted by commas.'),
  'account.id': Type.Optional(hexId('Only zones of this account.')),
  'account.name': text('Only zones of the account with this name; knows the same operators as name.'),
  match: Type.Optional(MatchSchema),
  order: Type.Optional(literals(['name', 'status', 'account.id', 'account.name', 'plan.id'], { description: 'What the list is sorted by.' })),
  direction: Type.Optional(DirectionSchema)
}, { description: 'Which zones to list, and how.' })
export type ListZonesQueryWire = Static<typeof ListZonesQuerySchema>
