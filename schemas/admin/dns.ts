import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { hexId, literals, time } from '../scalars.ts'

const closed = (description: string) => ({ description, additionalProperties: false })

const zoneId = Type.Optional(hexId('The zone that alone sees it; everybody does when it is left out.'))
const name = Type.String({
  minLength: 1, maxLength: 1000, description: 'Full name; beyond ASCII it is kept in its ASCII form.', examples: ['app.customer.com', '_acme-challenge.app.customer.com']
})
const CustomerRecordTypeSchema = literals(['A', 'AAAA', 'CNAME', 'TXT', 'CAA', 'NS'], { description: 'Type of the record.' })
const DnsFaultKindSchema = literals(['servfail', 'timeout', 'dnssec_bogus'], { description: 'What goes wrong when the name is asked for.' })

export const DeletedCountSchema = Type.Object({
  deleted: Type.Integer({ minimum: 0, description: 'How many there were.' })
}, closed('What was deleted.'))
export type DeletedCountWire = Static<typeof DeletedCountSchema>

export const DnsEntryParametersSchema = Type.Object({ id: hexId('Names the entry.') })

export const CustomerRecordSchema = Type.Object({
  id: hexId('Names the record.'),
  zone_id: zoneId,
  name,
  type: CustomerRecordTypeSchema,
  content: Type.String({ description: 'What the record says.', examples: ['john.customers.saasprovider.com', '192.0.2.1', '0 issue "letsencrypt.org"'] }),
  ttl: Type.Integer({ minimum: 0, description: 'Seconds that an answer may be remembered.' })
}, closed('A DNS record of the customers\' world.'))
export type CustomerRecordWire = Static<typeof CustomerRecordSchema>

export const CreateCustomerRecordSchema = Type.Object({
  name,
  type: CustomerRecordTypeSchema,
  content: Type.String({ minLength: 1, maxLength: 4096, description: 'An address, a name, a text, or for CAA flags, tag and value.' }),
  ttl: Type.Optional(Type.Integer({ minimum: 0, maximum: 2147483647, default: 300, description: 'Seconds that an answer may be remembered.' })),
  zone_id: zoneId
}, {
  ...closed('A record to put in place, as a customer would.'),
  examples: [{ name: 'app.customer.com', type: 'CNAME', content: 'john.customers.saasprovider.com' }]
})
export type CreateCustomerRecordWire = Static<typeof CreateCustomerRecordSchema>

export const DnsEntryQuerySchema = Type.Object({
  zone_id: Type.Optional(hexId('Only what this zone alone sees.')),
  name: Type.Optional(name)
}, closed('Which entries are meant; all of them unless something is given.'))
export type DnsEntryQueryWire = Static<typeof DnsEntryQuerySchema>

export const CustomerRecordQuerySchema = Type.Object({
  ...DnsEntryQuerySchema.properties,
  type: Type.Optional(CustomerRecordTypeSchema)
}, closed('Which records are meant; all of them unless something is given.'))
export type CustomerRecordQueryWire = Static<typeof CustomerRecordQuerySchema>

export const ListCustomerRecordsQuerySchema = Type.Object({
  ...CustomerRecordQuerySchema.properties,
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: 'How many are left out first.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10000, default: 1000, description: 'How many are answered at most.' }))
}, closed('Which records are meant, and which part of them.'))
export type ListCustomerRecordsQueryWire = Static<typeof ListCustomerRecordsQuerySchema>

export const CustomerRecordListSchema = Type.Object({
  records: Type.Array(CustomerRecordSchema, { description: 'In the order in which they were put in.' }),
  total: Type.Integer({ minimum: 0, description: 'How many there are in all.' })
}, closed('Records of the customers\' world.'))
export type CustomerRecordListWire = Static<typeof CustomerRecordListSchema>

export const DnsFaultSchema = Type.Object({
  id: hexId('Names the fault.'),
  zone_id: zoneId,
  name,
  kind: DnsFaultKindSchema
}, closed('What goes wrong with a name.'))
export type DnsFaultWire = Static<typeof DnsFaultSchema>

export const CreateDnsFaultSchema = Type.Object({ name, kind: DnsFaultKindSchema, zone_id: zoneId }, {
  ...closed('A fault to make; of one name there is one at a time.'), examples: [{ name: 'app.customer.com', kind: 'dnssec_bogus' }]
})
export type CreateDnsFaultWire = Static<typeof CreateDnsFaultSchema>

export const DnsFaultListSchema = Type.Object({ faults: Type.Array(DnsFaultSchema, { description: 'Oldest first.' }) }, closed('Faults of names.'))
export type DnsFaultListWire = Static<typeof DnsFaultListSchema>

export const DnsQueriesQuerySchema = Type.Object({ name: Type.Optional(name) }, closed('Which questions are meant.'))

export const DnsQueryListSchema = Type.Object({
  queries: Type.Array(Type.Object({
    at: time('When it was answered, by the machine\'s clock.'),
    name: Type.String({ description: 'As it was asked.' }),
    type: Type.String({ description: 'The type asked for.', examples: ['A', 'TXT', 'TYPE65'] }),
    transport: literals(['udp', 'tcp'], { description: 'How it came.' }),
    client: Type.String({ description: 'Address of who asked.', examples: ['127.0.0.1'] }),
    outcome: Type.String({ description: 'The code of the answer; silence when there was none.', examples: ['NOERROR', 'NXDOMAIN', 'silence'] })
  }, closed('A question that came over the network.')), { description: 'The latest ones, oldest first.' })
}, closed('Questions that the DNS responder was asked.'))
export type DnsQueryListWire = Static<typeof DnsQueryListSchema>
