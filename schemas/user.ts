import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { DirectionSchema, hexId, literals, PageSchema, time } from './scalars.ts'
import { TokenStatusSchema } from './statuses.ts'

const text = (description: string) => Type.Optional(Type.Union([Type.String(), Type.Null()], { description }))
const flag = (description: string) => Type.Optional(Type.Boolean({ description }))

export const UserSchema = Type.Object({
  id: hexId('Names the user.'),
  email: Type.String({ description: 'Address that the user signs in with.', examples: ['developer@saasprovider.com'] }),
  first_name: text('First name.'),
  last_name: text('Last name.'),
  telephone: text('Telephone number.'),
  country: text('Country of the user.'),
  zipcode: text('Postal code.'),
  two_factor_authentication_enabled: flag('Whether a second factor is asked for.'),
  two_factor_authentication_locked: flag('Whether the second factor cannot be switched off.'),
  has_pro_zones: flag('Whether the user has a zone on the Pro plan.'),
  has_business_zones: flag('Whether the user has a zone on the Business plan.'),
  has_enterprise_zones: flag('Whether the user has a zone on the Enterprise plan.'),
  suspended: flag('Whether the user is locked out.'),
  betas: Type.Optional(Type.Array(Type.String(), { description: 'Trials that the user takes part in.' }))
}, { description: 'Who the credentials belong to.', additionalProperties: false })
export type UserWire = Static<typeof UserSchema>

export const AccountSchema = Type.Object({
  id: hexId('Names the account.'),
  name: Type.String({ description: 'Name of the account.' }),
  type: literals(['standard', 'enterprise'], { description: 'Kind of the account.' }),
  settings: Type.Optional(Type.Object({
    enforce_twofactor: flag('Whether every member needs a second factor.'),
    abuse_contact_email: Type.Optional(Type.String({ description: 'Where reports of abuse go.' }))
  }, { description: 'Settings of the account.', additionalProperties: false })),
  created_on: Type.Optional(time('When the account was created.'))
}, { description: 'What zones belong to.', additionalProperties: false })
export type AccountWire = Static<typeof AccountSchema>

export const ListAccountsQuerySchema = Type.Object({
  page: Type.Optional(PageSchema),
  per_page: Type.Optional(Type.Integer({ description: 'How many accounts a page has.', minimum: 5, maximum: 50, default: 20 })),
  name: Type.Optional(Type.String({ description: 'Only accounts with this name.' })),
  direction: Type.Optional(DirectionSchema)
}, { description: 'Which accounts to list, and how.' })
export type ListAccountsQueryWire = Static<typeof ListAccountsQuerySchema>

export const TokenVerificationSchema = Type.Object({
  id: hexId('Names the token; it is not the secret.'),
  status: TokenStatusSchema,
  not_before: Type.Optional(time('The token cannot be used before.')),
  expires_on: Type.Optional(time('The token cannot be used after.'))
}, { description: 'Whether the token of this very request is good.', additionalProperties: false })
export type TokenVerificationWire = Static<typeof TokenVerificationSchema>
