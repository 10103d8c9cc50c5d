import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { DirectionSchema, hexId, literals, MatchSchema, PageSchema, time } from './scalars.ts'

export const DnsRecordTypeSchema = literals([
  'A', 'AAAA', 'CAA', 'CERT', 'CNAME', 'DNSKEY', 'DS', 'HTTPS', 'LOC', 'MX', 'NAPTR', 'NS', 'OPENPGPKEY', 'PTR',
  'SMIMEA', 'SRV', 'SSHFP', 'SVCB', 'TLSA', 'TXT', 'URI'
], { description: 'Type of the record.' })
export type DnsRecordTypeWire = Static<typeof DnsRecordTypeSchema>

const flag = (description: string) => Type.Optional(Type.Boolean({ description }))
const text = (description: string) => Type.Optional(Type.String({ description }))

export const DnsRecordSettingsSchema = Type.Object({
  ipv4_only: flag('Answer with IPv4 addresses only.'),
  ipv6_only: flag('Answer with IPv6 addresses only.'),
  flatten_cname: flag('Answer with the addresses behind a CNAME.')
}, { description: 'Settings of the record.' })
export type DnsRecordSettingsWire = Static<typeof DnsRecordSettingsSchema>

const name = Type.String({ maxLength: 255, description: 'Full name of the record.', examples: ['proxy-fallback.saasprovider.com'] })
const content = Type.String({ description: 'What the record says, in the notation of its type.', examples: ['192.0.2.1'] })
const ttl = Type.Integer({ minimum: 1, maximum: 86400, description: 'Seconds that an answer may be kept: 60 at least, or 1 for automatic, as it is unless set.' })
const proxied = Type.Boolean({ description: 'Whether visitors reach the edge in place of the content. False unless set; only for A, AAAA and CNAME.' })
const tags = Type.Array(Type.String(), { description: 'Labels of the form name:value.', examples: [['owner:dns-team']] })
const priority = Type.Integer({ minimum: 0, maximum: 65535, description: 'Order of preference, for MX and URI.' })
const data = Type.Record(Type.String(), Type.Unknown(), { description: 'The parts of the content, for types that have parts.' })

export const DnsRecordSchema = Type.Object({
  id: hexId('Names the record.'),
  name,
  type: DnsRecordTypeSchema,
  content,
  proxiable: Type.Boolean({ description: 'Whether a record of this type and name can be proxied.' }),
  proxied,
  ttl,
  settings: DnsRecordSettingsSchema,
  meta: Type.Record(Type.String(), Type.Unknown(), { description: 'Further facts about the record.' }),
  comment: Type.Union([Type.String(), Type.Null()], { description: 'Note for people; null for none.' }),
  tags,
  created_on: time('When the record was created.'),
  modified_on: time('When the record was last changed.'),
  comment_modified_on: Type.Optional(time('When the comment was last changed.')),
  tags_modified_on: Type.Optional(time('When the tags were last changed.')),
  priority: Type.Optional(priority),
  data: Type.Optional(data)
}, {
  description: 'A DNS record of the zone.',
  additionalProperties: false,
  examples: [{
    id: '372e67954025e0ba6aaa6d586b9e0b59',
    name: 'proxy-fallback.saasprovider.com',
    type: 'A',
    content: '192.0.2.1',
    proxiable: true,
    proxied: true,
    ttl: 1,
    settings: {},
    meta: {},
    comment: null,
    tags: [],
    created_on: '2026-01-01T05:20:00.12345Z',
    modified_on: '2026-01-01T05:20:00.12345Z'
  }]
})
export type DnsRecordWire = Static<typeof DnsRecordSchema>

const writable = {
  ttl: Type.Optional(ttl),
  proxied: Type.Optional(proxied),
  comment: Type.Optional(Type.Union([Type.String(), Type.Null()], { description: 'Note for people; null for none.' })),
  tags: Type.Optional(tags),
  settings: Type.Optional(DnsRecordSettingsSchema),
  priority: Type.Optional(priority),
  data: Type.Optional(data)
}
const givenName = Type.String({ maxLength: 255, description: 'Name within the zone, full name, or @ for the zone itself.', examples: ['proxy-fallback'] })

/** Creation takes a whole record, and so does the call that overwrites one. */
export const CreateDnsRecordSchema = Type.Object({
  type: DnsRecordTypeSchema,
  name: givenName,
  content: Type.Optional(content),
  ...writable
}, {
  description: 'A whole DNS record. A record whose type has parts may give them in place of the content.',
  examples: [{ type: 'A', name: 'proxy-fallback', content: '192.0.2.1', proxied: true }]
})
export type CreateDnsRecordWire = Static<typeof CreateDnsRecordSchema>

export const PatchDnsRecordSchema = Type.Object({
  type: Type.Optional(DnsRecordTypeSchema),
  name: Type.Optional(givenName),
  content: Type.Optional(content),
  ...writable
}, { description: 'What to change. Fields that are left out stay.', examples: [{ proxied: false }] })
export type PatchDnsRecordWire = Static<typeof PatchDnsRecordSchema>

export const DeletedDnsRecordSchema = Type.Object({
  id: hexId('What was deleted.')
}, { description: 'The record is gone.', additionalProperties: false })
export type DeletedDnsRecordWire = Static<typeof DeletedDnsRecordSchema>

export const ListDnsRecordsQuerySchema = Type.Object({
  page: Type.Optional(PageSchema),
  per_page: Type.Optional(Type.Integer({ description: 'How many records a page has.', minimum: 1, maximum: 5_000_000, default: 100 })),
  type: Type.Optional(DnsRecordTypeSchema),
  name: text('Only records with this name.'),
  'name.exact': text('Only records with this name.'),
  'name.contains': text('Only records whose name contains this.'),
  'name.startswith': text('Only records whose name begins so.'),
  'name.endswith': text('Only records whose name ends so.'),
  content: text('Only records with this content.'),
  'content.exact': text('Only records with this content.'),
  'content.contains': text('Only records whose content contains this.'),
  'content.startswith': text('Only records whose content begins so.'),
  'content.endswith': text('Only records whose content ends so.'),
  comment: text('Only records with this comment.'),
  'comment.exact': text('Only records with this comment.'),
  'comment.contains': text('Only records whose comment contains this.'),
  'comment.startswith': text('Only records whose comment begins so.'),
  'comment.endswith': text('Only records whose comment ends so.'),
  'comment.present': text('Only records with any comment; the value does not matter.'),
  'comment.absent': text('Only records without a comment; the value does not matter.'),
  tag: text('Only records with this tag.'),
  'tag.exact': text('Only records with this tag.'),
  'tag.contains': text('Only records with the tag name:value whose value contains this.'),
  'tag.startswith': text('Only records with the tag name:value whose value begins so.'),
  'tag.endswith': text('Only records with the tag name:value whose value ends so.'),
  'tag.present': text('Only records with a tag of this name.'),
  'tag.absent': text('Only records without a tag of this name.'),
  tag_match: Type.Optional(MatchSchema),
  proxied: flag('Only records that are, or are not, proxied.'),
  search: text('Only records that contain this anywhere.'),
  match: Type.Optional(MatchSchema),
  order: Type.Optional(literals(['type', 'name', 'content', 'ttl', 'proxied'], { description: 'What the list is sorted by.', default: 'type' })),
  direction: Type.Optional(DirectionSchema)
}, { description: 'Which DNS records to list, and how.' })
export type ListDnsRecordsQueryWire = Static<typeof ListDnsRecordsQuerySchema>
