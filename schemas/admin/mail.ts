import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { hexId, hostname, time, uuid } from '../scalars.ts'

const closed = (description: string) => ({ description, additionalProperties: false })

const address = (description: string, example: string) => Type.String({ description, examples: [example] })

export const MailParametersSchema = Type.Object({
  mail_id: Type.String({ description: 'Names the message.', examples: ['7'] })
})

const head = {
  id: Type.Integer({ minimum: 1, description: 'Grows with every message.' }),
  zone_id: hexId('The zone of the custom hostname.'),
  custom_hostname_id: uuid('The custom hostname whose certificate is asked about.'),
  hostname: hostname('The name of that custom hostname.'),
  from: address('Who writes.', 'support@certvalidate.cloudflare.com'),
  to: address('Who receives it.', 'admin@customer.com'),
  subject: Type.String({ description: 'What it is about.' }),
  at: time('When it was sent, in the time of the zone.'),
  link: Type.String({ description: 'The link that it holds: the page of approval.', examples: ['http://127.0.0.1:4400/certvalidate/h7Jq'] }),
  approved_at: Type.Optional(time('When a recipient approved what it asks for, in the time of the zone.'))
}

export const MailHeadSchema = Type.Object(head, closed('A message without its words.'))
export type MailHeadWire = Static<typeof MailHeadSchema>

export const MailSchema = Type.Object({
  ...head,
  text: Type.String({ description: 'Its words as plain text.' }),
  html: Type.String({ description: 'Its words as HTML.' })
}, closed('A message.'))
export type MailWire = Static<typeof MailSchema>

export const MailQuerySchema = Type.Object({
  zone_id: Type.Optional(hexId('Only messages about hostnames of this zone.')),
  to: Type.Optional(address('Only messages to this address.', 'admin@customer.com')),
  hostname: Type.Optional(Type.String({ description: 'Only messages about this custom hostname.', examples: ['app.customer.com'] }))
}, closed('Which messages are meant; all of them unless something is given.'))
export type MailQueryWire = Static<typeof MailQuerySchema>

export const ListMailQuerySchema = Type.Object({
  ...MailQuerySchema.properties,
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: 'How many are left out first.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10000, default: 100, description: 'How many are answered at most.' }))
}, closed('Which messages are meant, and which part of them.'))
export type ListMailQueryWire = Static<typeof ListMailQuerySchema>

export const MailListSchema = Type.Object({
  mails: Type.Array(MailHeadSchema, { description: 'Newest first.' }),
  total: Type.Integer({ minimum: 0, description: 'How many there are in all.' })
}, closed('Messages in the mailbox.'))
export type MailListWire = Static<typeof MailListSchema>

export const DeletedMailSchema = Type.Object({
  deleted: Type.Integer({ minimum: 0, description: 'How many there were.' })
}, closed('What was deleted. What the messages ask for can still be approved.'))

export const MailHtmlSchema = Type.String({ description: 'The words of the message as a page.' })
