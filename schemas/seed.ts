import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { CreateCustomHostnameSchema } from './custom-hostname.ts'
import { hexId, hostname } from './scalars.ts'
import { GivenClockSchema, GivenZoneSettingsSchema } from './admin/zone.ts'

const closed = (description: string) => ({ additionalProperties: false, description })

const RecordSchema = Type.Object({
  type: Type.Union([Type.Literal('A'), Type.Literal('AAAA'), Type.Literal('CNAME'), Type.Literal('TXT'), Type.Literal('CAA')], { description: 'Type of the record.' }),
  name: hostname('Fully qualified name of the record.'),
  content: Type.String({ minLength: 1, description: 'What the record says.' }),
  proxied: Type.Optional(Type.Boolean({ description: 'Whether the edge stands in front of it. False unless set.' })),
  ttl: Type.Optional(Type.Integer({ minimum: 1, maximum: 86400, description: 'Seconds; 1, which is automatic, unless set.' }))
}, closed('A DNS record.'))

/** What zones and templates have in common. */
const zoneContent = {
  clock: Type.Optional(GivenClockSchema),
  settings: Type.Optional(GivenZoneSettingsSchema),
  dns_records: Type.Optional(Type.Array(RecordSchema, { description: 'DNS records of the zone.' })),
  fallback_origin: Type.Optional(hostname('Fallback origin, active from the start.'))
}

const lists = {
  accounts: Type.Array(Type.Object({
    id: hexId('Names the account.'),
    name: Type.String({ minLength: 1, description: 'Name of the account.' })
  }, closed('An account.')), { description: 'The accounts; at least one in all files together.' }),
  users: Type.Optional(Type.Array(Type.Object({
    email: Type.String({ minLength: 3, description: 'Address of the user.' }),
    key: Type.String({ pattern: '^([0-9a-f]{37,45}|cfk_[A-Za-z0-9_-]{40,64})$', description: 'Global API key.' })
  }, closed('A user with the older kind of credentials.')), { description: 'The users.' })),
  tokens: Type.Optional(Type.Array(Type.Object({
    token: Type.String({ pattern: '^([A-Za-z0-9_-]{40}|cf(ut|at)_[A-Za-z0-9_-]{40,64})$', description: 'Text of the API token.' }),
    name: Type.Optional(Type.String({ description: 'Name of the token.' })),
    account_id: hexId('Account of the token.'),
    zone_ids: Type.Optional(Type.Array(hexId('A zone that the token covers.'), { description: 'Zones that the token covers; all of its account unless given.' })),
    permissions: Type.Optional(Type.Array(Type.String({ description: 'A permission group.' }), { description: 'Permission groups; all of them unless given.' }))
  }, closed('An API token.')), { description: 'The API tokens.' })),
  webhook_destinations: Type.Optional(Type.Array(Type.Object({
    account_id: hexId('Account of the destination.'),
    name: Type.String({ minLength: 1, maxLength: 1024, description: 'Name of the destination, once in its account.' }),
    url: Type.String({ pattern: '^https?://[^/]', maxLength: 2048, description: 'What messages are posted to. No test message is sent.' }),
    secret: Type.Optional(Type.String({ pattern: '^[ -~]*$', maxLength: 1024, description: 'Sent in the header cf-webhook-auth.' }))
  }, closed('A webhook destination.')), { maxItems: 100, description: 'Where notifications go.' })),
  notification_policies: Type.Optional(Type.Array(Type.Object({
    account_id: hexId('Account of the policy.'),
    name: Type.String({ minLength: 1, maxLength: 1024, description: 'Name of the policy.' }),
    description: Type.Optional(Type.String({ maxLength: 1024, description: 'What it is for.' })),
    enabled: Type.Optional(Type.Boolean({ description: 'Enabled unless given.' })),
    webhooks: Type.Array(Type.String({ description: 'Name of a destination.' }), { minItems: 1, maxItems: 100, description: 'Webhook destinations of the account, by their names.' })
  }, closed('A notification policy.')), { maxItems: 100, description: 'Who is told what happens to certificates.' })),
  zones: Type.Array(Type.Object({
    id: hexId('Names the zone.'),
    name: hostname('Name of the zone.'),
    account_id: hexId('Account of the zone.'),
    ...zoneContent,
    custom_hostnames: Type.Optional(Type.Array(CreateCustomHostnameSchema, { description: 'Custom hostnames, each as the body of a POST.' }))
  }, closed('A zone.')), { description: 'The zones.' }),
  templates: Type.Optional(Type.Array(Type.Object({
    name: hostname('Name of the template: a domain, under which its records are written.'),
    ...zoneContent
  }, closed('What a zone can be made from, without being one.')), { description: 'Templates for zones to come.' }))
}

/** What a fresh database starts with: all files of `--seed` put together. */
export const SeedSchema = Type.Object(lists, closed('What a fresh sandbox starts with.'))
export type SeedWire = Static<typeof SeedSchema>

/** One file of a seed, which may leave any list to the others. */
export const SeedFileSchema = Type.Partial(SeedSchema, closed('A seed file: what a fresh sandbox starts with. Files of a folder are put together, list by list.'))
export type SeedFileWire = Static<typeof SeedFileSchema>
