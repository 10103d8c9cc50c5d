import type { Account } from 'cloudflare/resources/accounts/accounts'
import type { RecordDeleteResponse, RecordListParams, RecordResponse } from 'cloudflare/resources/dns/records'
import type { TokenVerifyResponse } from 'cloudflare/resources/user/tokens/tokens'
import type { UserGetResponse } from 'cloudflare/resources/user/user'
import type { Zone, ZoneCreateParams, ZoneListParams } from 'cloudflare/resources/zones/zones'
import t from 'tap'
import { DnsRecordTypeSchema } from '../../schemas/dns-record.ts'
import type {
  CreateDnsRecordWire, DeletedDnsRecordWire, DnsRecordTypeWire, DnsRecordWire, ListDnsRecordsQueryWire, PatchDnsRecordWire
} from '../../schemas/dns-record.ts'
import type { AccountWire, TokenVerificationWire, UserWire } from '../../schemas/user.ts'
import type { CreateZoneWire, ListZonesQueryWire, ZoneWire } from '../../schemas/zone.ts'
import { assignable, same } from './types.ts'
import type { Given, Loose, OnlyIn, Plain } from './types.ts'

type TheirZoneQuery = ZoneListParams
type TheirRecordQuery = Omit<RecordListParams, 'zone_id'>
type Dotted = `${string}.${string}`

t.test('a zone is one to the official client', async t => {
  assignable<ZoneWire, Zone>()
  assignable<Zone, Loose<ZoneWire>>()
  same<keyof ZoneWire, keyof Zone>()
  same<keyof ZoneWire['meta'], keyof Zone['meta']>()
  same<keyof ZoneWire['plan'], keyof Zone['plan']>()
  same<keyof ZoneWire['account'], keyof Zone['account']>()
  // Older answers also carry the address of the owner.
  same<OnlyIn<ZoneWire['owner'], Zone['owner']>, 'email'>()
  assignable<CreateZoneWire, ZoneCreateParams>()
  assignable<ZoneCreateParams, CreateZoneWire>()
  t.pass('the types agree')
})

t.test('zones are listed with the parameters of the official client', async t => {
  // account: nested there and with dots on the wire. type: an array there and joined by commas on the wire.
  assignable<Omit<TheirZoneQuery, 'account' | 'type'>, ListZonesQueryWire>()
  assignable<Omit<ListZonesQueryWire, Dotted | 'type'>, TheirZoneQuery>()
  same<Exclude<keyof ListZonesQueryWire, Dotted>, Exclude<keyof TheirZoneQuery, 'account'>>()
  same<Extract<keyof ListZonesQueryWire, Dotted>, `account.${keyof Given<TheirZoneQuery['account']>}`>()
  t.pass('the types agree')
})

t.test('a DNS record is one to the official client, whatever its type', async t => {
  type Theirs<Type> = Extract<RecordResponse, { type: Type }>
  // comment: null when there is none, the client knows texts only. data: the parts of each type, here not told apart.
  type Ours<Type> = Omit<DnsRecordWire, 'type' | 'comment' | 'data'> & { type: Type, comment: string }
  type Refused = { [Type in DnsRecordTypeWire]: Ours<Type> extends Theirs<Type> ? never : Type }[DnsRecordTypeWire]
  same<Refused, never>()
  same<DnsRecordTypeWire, RecordResponse['type']>()

  type TheirKeys = RecordResponse extends infer One ? One extends unknown ? keyof One : never : never
  // The client does not require proxied, settings, content, comment and tags, hence Loose.
  // private_routing belongs to a product that the sandbox does not have.
  assignable<Plain<RecordResponse>, Loose<DnsRecordWire>>()
  same<Exclude<keyof DnsRecordWire, TheirKeys>, never>()
  same<Exclude<TheirKeys, keyof DnsRecordWire>, 'private_routing'>()
  assignable<DeletedDnsRecordWire, RecordDeleteResponse>()
  t.equal(DnsRecordTypeSchema.anyOf.length, 21)
})

t.test('a DNS record is changed and listed with the parameters of the official client', async t => {
  same<keyof PatchDnsRecordWire, keyof CreateDnsRecordWire>()
  assignable<CreateDnsRecordWire, PatchDnsRecordWire>()
  // name, content, comment and tag: nested there and with dots on the wire, and older clients send them plain.
  type Nested = 'name' | 'content' | 'comment' | 'tag'
  // Shadowed records belong to a product that the sandbox does not have.
  type Shadowed = 'include_shadow_metadata' | 'shadowed_by_name' | 'shadowing_name'
  assignable<Omit<TheirRecordQuery, Nested>, ListDnsRecordsQueryWire>()
  assignable<Omit<ListDnsRecordsQueryWire, Nested | Dotted>, TheirRecordQuery>()
  same<Exclude<keyof ListDnsRecordsQueryWire, Dotted>, Exclude<keyof TheirRecordQuery, Shadowed>>()
  type TheirDotted = { [Key in Nested]: `${Key}.${Extract<keyof Given<TheirRecordQuery[Key]>, string>}` }[Nested]
  same<Extract<keyof ListDnsRecordsQueryWire, Dotted>, TheirDotted>()
  t.pass('the types agree')
})

t.test('user, account and token verification are those of the official client', async t => {
  assignable<UserWire, UserGetResponse>()
  assignable<Omit<UserGetResponse, 'organizations'>, UserWire>()
  // organizations: deprecated by the service in favour of accounts.
  same<OnlyIn<UserGetResponse, UserWire>, 'organizations'>()
  same<OnlyIn<UserWire, UserGetResponse>, never>()
  assignable<AccountWire, Account>()
  assignable<Omit<Account, 'managed_by'>, AccountWire>()
  // managed_by: accounts within organisations, which the sandbox does not have.
  same<OnlyIn<Account, AccountWire>, 'managed_by'>()
  assignable<TokenVerificationWire, TokenVerifyResponse>()
  assignable<TokenVerifyResponse, TokenVerificationWire>()
  same<keyof TokenVerificationWire, keyof TokenVerifyResponse>()
  t.pass('the types agree')
})
