import type { Certificate } from './certificate-state.ts'
import { packId } from './certificate-identity.ts'
import type { CustomHostname, SslRequest } from './custom-hostname.ts'
import type { ValidationRecord, WhoisContacts } from './dcv.ts'
import { validationRecords } from './dcv.ts'
import type { Instant } from './instant.ts'
import { validationError } from './messages.ts'
import type { NotificationPolicy } from './notification.ts'
import { SAAS_ALERT_TYPE } from './notification.ts'
import type { TokenSource } from './tokens.ts'
import type { WebhookEvent } from './webhook-event.ts'
import { WEBHOOK_STATUSES } from './webhook-event.ts'

export const EVENT_TYPE_PREFIX = 'ssl.custom_hostname_certificate.'

/** What a destination is sent when it is saved. */
export const TEST_MESSAGE = {
  text: 'Hello World! This is a test message sent from https://cloudflare.com. If you can see this, your webhook is configured properly.'
}

/** The hostname as it was when it happened. */
export interface ReportedHostname extends Pick<CustomHostname, 'id' | 'hostname' | 'seed' | 'customMetadata' | 'customOriginServer'> {
  readonly ssl: Pick<SslRequest, 'method' | 'settings'>
}

export interface EventParts {
  /** Names the event: the same for every policy and every attempt. */
  readonly id: string
  readonly zone: { readonly id: string, readonly accountId: string, readonly whoisContacts: WhoisContacts, readonly defaultSslSettings: Readonly<Record<string, unknown>> | null }
  readonly hostname: ReportedHostname
  readonly event: WebhookEvent
  readonly tokens: TokenSource
  readonly baseDomain: string
  /** The keys of `ssl` that describe a certificate in answers of the API. */
  describeCertificate (hostname: ReportedHostname, certificate: Certificate): object
}

/** The keys of a certificate that comes to its end, as the sample has them. */
const EXPIRING_KEYS: ReadonlySet<string> = new Set(['hosts', 'issuer', 'serial_number', 'signature', 'uploaded_on', 'expires_on', 'custom_csr_id'])

/** An event as the service reports it: the value of `data` in a notification. */
export function eventToWire (parts: EventParts): object {
  const { id, zone, hostname, event } = parts
  return {
    metadata: {
      event: { id, type: `${EVENT_TYPE_PREFIX}${event.name}`, created_at: formatMicroseconds(event.at) },
      account: { id: zone.accountId },
      zone: { id: zone.id }
    },
    data: {
      ...(event.replaced === true ? {} : { id: hostname.id, hostname: hostname.hostname }),
      ssl: sslToWire(parts),
      ...(hostname.customMetadata === undefined ? {} : { custom_metadata: hostname.customMetadata }),
      ...(hostname.customOriginServer === undefined ? {} : { custom_origin_server: hostname.customOriginServer })
    }
  }
}

function sslToWire (parts: EventParts): object {
  const { zone, hostname, event, tokens } = parts
  const head = { id: packId(hostname.seed, event.pack, tokens) }
  const status = WEBHOOK_STATUSES[event.name]
  const settings = hostname.ssl.settings ?? zone.defaultSslSettings ?? {}
  if (event.expiring !== undefined) {
    const described = Object.entries(parts.describeCertificate(hostname, event.expiring)).filter(([key]) => EXPIRING_KEYS.has(key))
    return { ...head, status, ...Object.fromEntries(described), settings }
  }
  const { method } = hostname.ssl
  const basic = { ...head, type: 'dv', ...(method === undefined ? {} : { method }), status }
  switch (event.name) {
    case 'deletion.succeeded': case 'deletion.failed': return basic
    case 'validation.failed': case 'issuance.failed': case 'renewal.failed': return { ...basic, ...tokensToWire(parts), settings, validation_errors: errorsToWire(parts) }
    default: return { ...basic, settings }
  }
}

/** As the API shows them: directly where there is one record, and as records always. */
function tokensToWire ({ zone: { whoisContacts }, hostname: customHostname, event: { order }, baseDomain, tokens }: EventParts): object {
  const { method } = customHostname.ssl
  if (method === undefined) return {}
  const records = validationRecords({ customHostname, method, order, baseDomain, whoisContacts }, tokens)
  return { ...flattened(records), validation_records: records }
}

function flattened ([only, second]: readonly ValidationRecord[]): Omit<ValidationRecord, 'status'> {
  if (only === undefined || second !== undefined) return {}
  const { status, ...fields } = only
  return fields
}

function errorsToWire ({ hostname: { hostname }, event: { errors } }: EventParts): object[] {
  return errors.map(text => ({ message: validationError(text, hostname) }))
}

export interface NotificationParts {
  readonly policy: Pick<NotificationPolicy, 'id' | 'name'>
  readonly accountId: string
  /** 32 hexadecimal digits. */
  readonly correlationId: string
  readonly event: Pick<WebhookEvent, 'name' | 'at' | 'replaced'>
  readonly hostname: string
  /** What `eventToWire` gave. */
  readonly data: object
}

/** The message that a policy makes of an event: the generic form of every notification. */
export function notificationToWire ({ policy, accountId, correlationId, event, hostname, data }: NotificationParts): object {
  return {
    name: policy.name,
    text: textOf(event, hostname),
    data,
    ts: Math.floor(event.at / 1000),
    account_id: accountId,
    policy_id: policy.id,
    policy_name: policy.name,
    alert_type: SAAS_ALERT_TYPE,
    alert_correlation_id: correlationId,
    alert_event: 'ALERT_STATE_EVENT_START'
  }
}

/** No words are published for these events. */
function textOf ({ name, replaced }: NotificationParts['event'], hostname: string): string {
  const [stage = '', outcome = ''] = name.split('.')
  if (outcome === 'upcoming_certificate_expiration_notification') return `The certificate of ${hostname} is about to expire.`
  return replaced === true ? 'A certificate that was replaced is deleted.' : `Certificate ${stage} ${outcome} for ${hostname}.`
}

/** RFC 3339 with microseconds, as the samples of these events have it. */
function formatMicroseconds (instant: Instant): string {
  return new Date(instant).toISOString().replace('Z', '000Z')
}
