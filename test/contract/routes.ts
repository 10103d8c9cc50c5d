import { strict as assert } from 'node:assert'
import type { TSchema } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import {
  AlertingIdSchema, AvailableAlertsSchema, DeletedAlertingSchema, NotificationHistorySchema, NotificationPolicySchema, WebhookDestinationSchema, wholeListOf
} from '../../schemas/alerting.ts'
import { CustomCsrSchema, DeletedCustomCsrSchema } from '../../schemas/custom-csr.ts'
import { CustomHostnameSchema, DeletedSchema } from '../../schemas/custom-hostname.ts'
import { DcvDelegationSchema } from '../../schemas/dcv-delegation.ts'
import { DeletedDnsRecordSchema, DnsRecordSchema } from '../../schemas/dns-record.ts'
import { FailureSchema, listOf, singleOf, textListOf, textSingleOf } from '../../schemas/envelope.ts'
import { FallbackOriginSchema } from '../../schemas/fallback-origin.ts'
import { QuotaSchema } from '../../schemas/quota.ts'
import { AccountSchema, TokenVerificationSchema, UserSchema } from '../../schemas/user.ts'
import { DeletedZoneSchema, ZoneSchema } from '../../schemas/zone.ts'

/** One route of the v4 API, written as published documents write it, with the answer that it gives on success. */
export interface ContractRoute {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly schema: TSchema
}

const HOSTNAMES = '/zones/{zone_id}/custom_hostnames'
const HOSTNAME = `${HOSTNAMES}/{custom_hostname_id}`
const FALLBACK_ORIGIN = `${HOSTNAMES}/fallback_origin`
const CERTIFICATE = `${HOSTNAME}/certificate_pack/{certificate_pack_id}/certificates/{certificate_id}`
const CSRS = '/zones/{zone_id}/custom_csrs'
const CSR = `${CSRS}/{custom_csr_id}`
const ALERTING = '/accounts/{account_id}/alerting/v3'
const WEBHOOKS = `${ALERTING}/destinations/webhooks`
const WEBHOOK = `${WEBHOOKS}/{webhook_id}`
const POLICIES = `${ALERTING}/policies`
const POLICY = `${POLICIES}/{policy_id}`
const RECORDS = '/zones/{zone_id}/dns_records'
const RECORD = `${RECORDS}/{dns_record_id}`

const hostname = textSingleOf(CustomHostnameSchema)
const fallbackOrigin = singleOf(FallbackOriginSchema)
const csr = singleOf(CustomCsrSchema)
const record = singleOf(DnsRecordSchema)
const verification = singleOf(TokenVerificationSchema)
const alertingId = singleOf(AlertingIdSchema)

/** Literal segments come before parameters, as the router takes them. */
export const ROUTES: readonly ContractRoute[] = [
  route('GET', FALLBACK_ORIGIN, 200, fallbackOrigin),
  route('PUT', FALLBACK_ORIGIN, 200, fallbackOrigin),
  route('DELETE', FALLBACK_ORIGIN, 200, fallbackOrigin),
  route('GET', `${HOSTNAMES}/quota`, 200, textSingleOf(QuotaSchema)),
  route('GET', HOSTNAMES, 200, textListOf(CustomHostnameSchema)),
  route('POST', HOSTNAMES, 201, hostname),
  route('GET', HOSTNAME, 200, hostname),
  route('PATCH', HOSTNAME, 202, hostname),
  route('DELETE', HOSTNAME, 200, DeletedSchema),
  route('PUT', CERTIFICATE, 202, hostname),
  route('DELETE', CERTIFICATE, 202, DeletedSchema),
  route('GET', CSRS, 200, listOf(CustomCsrSchema)),
  route('POST', CSRS, 201, csr),
  route('GET', CSR, 200, csr),
  route('DELETE', CSR, 200, singleOf(DeletedCustomCsrSchema)),
  route('GET', '/zones/{zone_id}/dcv_delegation/uuid', 200, singleOf(DcvDelegationSchema)),
  route('GET', RECORDS, 200, listOf(DnsRecordSchema)),
  route('POST', RECORDS, 200, record),
  route('GET', RECORD, 200, record),
  route('PUT', RECORD, 200, record),
  route('PATCH', RECORD, 200, record),
  route('DELETE', RECORD, 200, singleOf(DeletedDnsRecordSchema)),
  route('GET', '/zones', 200, listOf(ZoneSchema)),
  route('POST', '/zones', 200, singleOf(ZoneSchema)),
  route('GET', '/zones/{zone_id}', 200, singleOf(ZoneSchema)),
  route('DELETE', '/zones/{zone_id}', 200, singleOf(DeletedZoneSchema)),
  route('GET', '/user', 200, singleOf(UserSchema)),
  route('GET', '/user/tokens/verify', 200, verification),
  route('GET', '/accounts', 200, listOf(AccountSchema)),
  route('GET', '/accounts/{account_id}/tokens/verify', 200, verification),
  route('GET', WEBHOOKS, 200, wholeListOf(WebhookDestinationSchema)),
  route('POST', WEBHOOKS, 201, alertingId),
  route('GET', WEBHOOK, 200, singleOf(WebhookDestinationSchema)),
  route('PUT', WEBHOOK, 200, alertingId),
  route('DELETE', WEBHOOK, 200, DeletedAlertingSchema),
  route('GET', POLICIES, 200, wholeListOf(NotificationPolicySchema)),
  route('POST', POLICIES, 200, alertingId),
  route('GET', POLICY, 200, singleOf(NotificationPolicySchema)),
  route('PUT', POLICY, 200, alertingId),
  route('DELETE', POLICY, 200, DeletedAlertingSchema),
  route('GET', `${ALERTING}/available_alerts`, 200, singleOf(AvailableAlertsSchema)),
  route('GET', `${ALERTING}/history`, 200, listOf(NotificationHistorySchema))
]

/** The recheck that older documentation sends to the collection; no document of today has it. */
const OLD_RECHECK = route('PATCH', HOSTNAMES, 202, hostname)

function route (method: string, path: string, status: number, schema: TSchema): ContractRoute {
  return { method, path, status, schema }
}

/** The route that serves a path below `/client/v4`; undefined outside of the surface. */
export function findRoute (method: string, path: string): ContractRoute | undefined {
  const plain = path.split('?', 1)[0] ?? path
  return [...ROUTES, OLD_RECHECK].find(candidate => candidate.method === method && patternOf(candidate.path).test(plain))
}

function patternOf (path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{[a-z_]+\}/g, '[^/]+')}$`)
}

/** Throws unless an answer is what our own schemas say: success of its route, or a failure. */
export function checkBySchema (method: string, path: string, { status, body }: { readonly status: number, readonly body: unknown }): void {
  const served = findRoute(method, path)
  if (status >= 400) return assertValid(FailureSchema, body, `${method} ${path} ${status}`)
  assert.ok(served !== undefined, `${method} ${path} answers ${status} and is no route of the contract`)
  assert.equal(status, served.status, `${method} ${path}`)
  assertValid(served.schema, body, `${method} ${path}`)
}

function assertValid (schema: TSchema, body: unknown, what: string): void {
  const faults = Array.from(Value.Errors(schema, body), ({ path, message }) => `${path}: ${message}`)
  assert.equal(Value.Check(schema, body), true, `${what}: ${faults.join('; ')}\n${JSON.stringify(body)}`)
}
