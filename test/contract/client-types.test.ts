import type {
  CustomHostnameCreateParams, CustomHostnameCreateResponse, CustomHostnameDeleteResponse, CustomHostnameEditParams,
  CustomHostnameEditResponse, CustomHostnameGetResponse, CustomHostnameListParams, CustomHostnameListResponse
} from 'cloudflare/resources/custom-hostnames/custom-hostnames'
import type {
  FallbackOriginDeleteResponse, FallbackOriginGetResponse, FallbackOriginUpdateParams, FallbackOriginUpdateResponse
} from 'cloudflare/resources/custom-hostnames/fallback-origin'
import type { QuotaGetResponse } from 'cloudflare/resources/custom-hostnames/quota'
import type { DCVDelegationUUID } from 'cloudflare/resources/dcv-delegation/dcv-delegation'
import type { ResponseInfo } from 'cloudflare/resources/shared'
import type { V4PagePaginationArrayResponse } from 'cloudflare/core/pagination'
import t from 'tap'
import type {
  CreateCustomHostnameWire, CustomHostnameWire, DeletedWire, EditCustomHostnameWire, ListCustomHostnamesQueryWire,
  SslRequestWire, SslWire, ValidationRecordWire
} from '../../schemas/custom-hostname.ts'
import type { DcvDelegationWire } from '../../schemas/dcv-delegation.ts'
import type { ErrorWire, MessageWire, ResultInfoWire } from '../../schemas/envelope.ts'
import type { FallbackOriginWire, PutFallbackOriginWire } from '../../schemas/fallback-origin.ts'
import type { QuotaWire } from '../../schemas/quota.ts'
import { FallbackOriginStatusSchema, HostnameStatusSchema, SslStatusSchema } from '../../schemas/statuses.ts'
import type { DcvMethodWire, FallbackOriginStatusWire, HostnameStatusWire, SslStatusWire } from '../../schemas/statuses.ts'
import { assignable, same } from './types.ts'
import type { Given, Loose, OnlyIn } from './types.ts'

type TheirHostname = CustomHostnameGetResponse
type TheirSsl = NonNullable<TheirHostname['ssl']>
type TheirSslRequest = NonNullable<CustomHostnameCreateParams['ssl']>
type TheirCreate = Omit<CustomHostnameCreateParams, 'zone_id'>
type TheirEdit = Omit<CustomHostnameEditParams, 'zone_id'>
type TheirQuery = Omit<CustomHostnameListParams, 'zone_id'>

t.test('the statuses are those of the official client', async t => {
  same<HostnameStatusWire, Given<TheirHostname['status']>>()
  same<SslStatusWire, Given<TheirSsl['status']>>()
  same<FallbackOriginStatusWire, Given<FallbackOriginGetResponse['status']>>()
  same<DcvMethodWire, Given<TheirSsl['method']>>()
  t.equal(HostnameStatusSchema.anyOf.length, 16)
  t.equal(SslStatusSchema.anyOf.length, 21)
  t.equal(FallbackOriginStatusSchema.anyOf.length, 6)
})

t.test('an answered custom hostname is one to the official client', async t => {
  // custom_metadata: the client knows texts only, the service keeps any JSON value.
  // ssl.method: cname is a retired method that the client does not know; zones that are not strict accept it.
  type Ours = Omit<CustomHostnameWire, 'custom_metadata' | 'ssl'> & { ssl?: Omit<SslWire, 'method'> }
  assignable<Ours, CustomHostnameGetResponse>()
  assignable<Ours, CustomHostnameCreateResponse>()
  assignable<Ours, CustomHostnameEditResponse>()
  assignable<Ours, CustomHostnameListResponse>()
  assignable<DeletedWire, CustomHostnameDeleteResponse>()

  // In the other direction the client has status, created_at and most of ssl as optional, hence Loose.
  assignable<Omit<TheirHostname, 'ssl'>, Loose<CustomHostnameWire>>()
  assignable<TheirSsl, Loose<SslWire>>()
  assignable<Given<TheirSsl['validation_records']>[number], ValidationRecordWire>()
  assignable<Given<TheirSsl['dcv_delegation_records']>[number], ValidationRecordWire>()
  t.pass('the types agree')
})

t.test('an answered custom hostname has the fields of the official client and no others', async t => {
  same<OnlyIn<CustomHostnameWire, TheirHostname>, never>()
  same<OnlyIn<TheirHostname, CustomHostnameWire>, never>()
  // The record's own keys come back on ssl for clients older than validation_records, and so does certificates.
  same<OnlyIn<SslWire, TheirSsl>, Exclude<keyof ValidationRecordWire, 'status'> | 'certificates'>()
  // A private key is never answered.
  same<OnlyIn<TheirSsl, SslWire>, 'custom_key'>()
  same<keyof Given<SslWire['settings']>, keyof Given<TheirSsl['settings']>>()
  same<keyof ValidationRecordWire, keyof Given<TheirSsl['validation_records']>[number]>()
  same<keyof Given<CustomHostnameWire['ownership_verification']>, keyof Given<TheirHostname['ownership_verification']>>()
  same<keyof Given<CustomHostnameWire['ownership_verification_http']>, keyof Given<TheirHostname['ownership_verification_http']>>()
  t.pass('the fields agree')
})

t.test('whatever the official client can send is a request', async t => {
  assignable<TheirCreate, CreateCustomHostnameWire>()
  assignable<TheirEdit, EditCustomHostnameWire>()
  assignable<Omit<FallbackOriginUpdateParams, 'zone_id'>, PutFallbackOriginWire>()
  // hostname: the client nests the three filters and writes them with dots. certificate_authority lacks digicert there.
  assignable<Omit<TheirQuery, 'hostname'>, ListCustomHostnamesQueryWire>()
  same<`hostname.${keyof Given<TheirQuery['hostname']>}`, Extract<keyof ListCustomHostnamesQueryWire, `hostname.${string}`>>()
  t.pass('the types agree')
})

t.test('whatever is a request can be sent by the official client, but for what its types leave out', async t => {
  // ssl and its certificate_authority: null and '' mean something and the client cannot say them.
  // custom_metadata: texts only in the client. On edit null removes a field, which it cannot say either.
  assignable<Omit<CreateCustomHostnameWire, 'ssl' | 'custom_metadata'>, TheirCreate>()
  assignable<Omit<SslRequestWire, 'certificate_authority'>, TheirSslRequest>()
  same<Exclude<SslRequestWire['certificate_authority'], ''>, TheirSslRequest['certificate_authority']>()
  same<keyof SslRequestWire, keyof TheirSslRequest>()
  same<keyof CreateCustomHostnameWire, keyof TheirCreate>()
  // hostname: the client cannot repeat the name on edit, other clients do.
  same<OnlyIn<EditCustomHostnameWire, TheirEdit>, 'hostname'>()
  same<OnlyIn<TheirEdit, EditCustomHostnameWire>, never>()
  assignable<PutFallbackOriginWire, Omit<FallbackOriginUpdateParams, 'zone_id'>>()
  // hostname as a plain filter is what older clients send.
  type Dotted = `hostname.${string}`
  assignable<Omit<ListCustomHostnamesQueryWire, 'hostname' | 'certificate_authority' | Dotted>, TheirQuery>()
  same<Exclude<keyof ListCustomHostnamesQueryWire, Dotted>, keyof TheirQuery>()
  t.pass('the types agree')
})

t.test('fallback origin, quota and DCV delegation are those of the official client', async t => {
  assignable<FallbackOriginWire, FallbackOriginGetResponse>()
  assignable<FallbackOriginWire, FallbackOriginUpdateResponse>()
  assignable<FallbackOriginWire, FallbackOriginDeleteResponse>()
  // The client has every field as optional; here only errors is.
  assignable<FallbackOriginGetResponse, Loose<FallbackOriginWire>>()
  same<keyof FallbackOriginWire, keyof FallbackOriginGetResponse>()
  assignable<QuotaWire, QuotaGetResponse>()
  assignable<QuotaGetResponse, QuotaWire>()
  assignable<DcvDelegationWire, DCVDelegationUUID>()
  assignable<DCVDelegationUUID, Loose<DcvDelegationWire>>()
  same<keyof DcvDelegationWire, keyof DCVDelegationUUID>()
  t.pass('the types agree')
})

t.test('the envelope is that of the official client', async t => {
  assignable<ErrorWire, ResponseInfo>()
  assignable<ResponseInfo, ErrorWire>()
  // error_chain comes from the gateway and type from the verification of a token; the client knows neither.
  same<OnlyIn<ErrorWire, ResponseInfo>, 'error_chain'>()
  same<OnlyIn<MessageWire, ResponseInfo>, 'type'>()
  assignable<MessageWire, ResponseInfo>()
  // The client pages by the emptiness of a page and reads two of the five numbers.
  assignable<ResultInfoWire, V4PagePaginationArrayResponse<CustomHostnameListResponse>['result_info']>()
  assignable<V4PagePaginationArrayResponse<CustomHostnameListResponse>['result_info'], Loose<ResultInfoWire>>()
  t.pass('the types agree')
})
