import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { CreateCustomHostnameSchema } from './custom-hostname.ts'
import { hexId, hostname } from './scalars.ts'
import { GivenZoneSettingsSchema } from './admin/zone.ts'

const closed = { additionalProperties: false }

/** The file that `--seed` reads: what a fresh database starts with. */
export const SeedSchema = Type.Object({
  accounts: Type.Array(Type.Object({
    id: hexId('Names the account.'),
    name: Type.String({ minLength: 1 })
  }, closed), { minItems: 1 }),
  users: Type.Optional(Type.Array(Type.Object({
    email: Type.String({ minLength: 3 }),
    key: Type.String({ pattern: '^([0-9a-f]{37,45}|cfk_[A-Za-z0-9_-]{40,64})$', description: 'Global API key.' })
  }, closed))),
  tokens: Type.Optional(Type.Array(Type.Object({
    token: Type.String({ pattern: '^([A-Za-z0-9_-]{40}|cf(ut|at)_[A-Za-z0-9_-]{40,64})$', description: 'Text of the API token.' }),
    name: Type.Optional(Type.String()),
    account_id: hexId('Account of the token.'),
    zone_ids: Type.Optional(Type.Array(hexId('A zone that the token covers.'))),
    permissions: Type.Optional(Type.Array(Type.String({ description: 'Permission groups; all of them unless given.' })))
  }, closed))),
  webhook_destinations: Type.Optional(Type.Array(Type.Object({
    account_id: hexId('Account of the destination.'),
    name: Type.String({ minLength: 1, maxLength: 1024, description: 'Name of the destination, once in its account.' }),
    url: Type.String({ pattern: '^https?://[^/]', maxLength: 2048, description: 'What messages are posted to. No test message is sent.' }),
    secret: Type.Optional(Type.String({ pattern: '^[ -~]*$', maxLength: 1024, description: 'Sent in the header cf-webhook-auth.' }))
  }, closed), { maxItems: 100 })),
  notification_policies: Type.Optional(Type.Array(Type.Object({
    account_id: hexId('Account of the policy.'),
    name: Type.String({ minLength: 1, maxLength: 1024 }),
    description: Type.Optional(Type.String({ maxLength: 1024 })),
    enabled: Type.Optional(Type.Boolean({ description: 'Enabled unless given.' })),
    webhooks: Type.Array(Type.String(), { minItems: 1, maxItems: 100, description: 'Webhook destinations of the account, by their names.' })
  }, closed), { maxItems: 100 })),
  zones: Type.Array(Type.Object({
    id: hexId('Names the zone.'),
    name: hostname('Name of the zone.'),
    account_id: hexId('Account of the zone.'),
    settings: Type.Optional(GivenZoneSettingsSchema),
    dns_records: Type.Optional(Type.Array(Type.Object({
      type: Type.Union([Type.Literal('A'), Type.Literal('AAAA'), Type.Literal('CNAME'), Type.Literal('TXT'), Type.Literal('CAA')]),
      name: hostname('Fully qualified name of the record.'),
      content: Type.String({ minLength: 1 }),
      proxied: Type.Optional(Type.Boolean()),
      ttl: Type.Optional(Type.Integer({ minimum: 1, maximum: 86400 }))
    }, closed))),
    fallback_origin: Type.Optional(hostname('Fallback origin, active from the start.')),
    custom_hostnames: Type.Optional(Type.Array(CreateCustomHostnameSchema))
  }, closed))
}, closed)
export type SeedWire = Static<typeof SeedSchema>
