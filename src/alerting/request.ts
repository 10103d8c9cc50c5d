import { ApiError } from '../core/errors.ts'
import type { Instant } from '../core/instant.ts'
import { parseInstant } from '../core/instant.ts'
import type { MechanismTarget, NotificationPolicy } from '../core/notification.ts'
import { SAAS_ALERT_TYPE } from '../core/notification.ts'
import { readObject } from '../http/body.ts'
import type { Call } from '../http/gate.ts'
import type { Query } from '../http/paging.ts'
import { queryText } from '../http/paging.ts'

type Fields = Readonly<Record<string, unknown>>

export interface GivenDestination {
  readonly name: string
  readonly url: string
  readonly secret?: string
}

export type GivenPolicy = Omit<NotificationPolicy, 'accountId' | 'id' | 'createdAt' | 'modifiedAt' | 'configured'>

const TEXT_LIMIT = 1024
const URL_LIMIT = 2048
const TARGETS_LIMIT = 100

/** The body of a POST or PUT of a webhook destination. Throws ApiError. */
export function readDestination (request: Call['request']): GivenDestination {
  const body = readObject(request, 'malformedJson', 'invalidAlertingBody')
  const name = textOf(body['name'])
  const url = textOf(body['url'], URL_LIMIT + 1)
  const secret = body['secret'] === undefined || body['secret'] === null ? undefined : textOf(body['secret'])
  if (name === '') throw new ApiError('invalidAlertingBody')
  if (!isPostable(url)) throw new ApiError('invalidWebhookUrl')
  // A header cannot carry everything that a text can.
  if (secret !== undefined && !/^[\t\x20-\x7e\x80-\xff]*$/.test(secret)) throw new ApiError('invalidAlertingBody')
  return { name, url, ...(secret === undefined ? {} : { secret }) }
}

function isPostable (text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.hostname !== '' && text.length <= URL_LIMIT
}

/** The body of a POST, or with `present` of a PUT, which leaves alone what it does not name. Throws ApiError. */
export function readPolicy (request: Call['request'], present?: NotificationPolicy): GivenPolicy {
  const body: Fields = readObject(request, 'malformedJson', 'invalidAlertingBody')
  const given = <T> (key: string, read: (value: unknown) => T, standard: T | undefined): T => {
    const value = body[key]
    if (value !== undefined && value !== null) return read(value)
    if (standard === undefined) throw new ApiError('invalidAlertingBody')
    return standard
  }
  const interval = given('alert_interval', text => textOf(text), present?.alertInterval ?? '')
  const policy = {
    name: given('name', text => textOf(text), present?.name),
    description: given('description', text => textOf(text), present?.description ?? ''),
    enabled: given('enabled', booleanOf, present?.enabled),
    alertType: given('alert_type', text => textOf(text), present?.alertType),
    mechanisms: given('mechanisms', mechanismsOf, present?.mechanisms),
    filters: given('filters', filtersOf, present?.filters ?? {}),
    ...(interval === '' ? {} : { alertInterval: interval })
  }
  if (policy.name === '') throw new ApiError('invalidAlertingBody')
  if (policy.alertType !== SAAS_ALERT_TYPE) throw new ApiError('alertTypeNotAvailable')
  return policy
}

/** The stretch of time that a history is asked for. Throws ApiError. */
export function readPeriod (query: Query): { readonly since: Instant, readonly before: Instant } {
  return { since: readTime(query, 'since') ?? Number.MIN_SAFE_INTEGER, before: readTime(query, 'before') ?? Number.MAX_SAFE_INTEGER }
}

function readTime (query: Query, parameter: string): Instant | undefined {
  const text = queryText(query, parameter)
  if (text === undefined || text === '') return undefined
  const instant = parseInstant(text)
  if (instant === undefined) throw new ApiError('invalidAlertingTime', { parameter })
  return instant
}

function textOf (value: unknown, limit = TEXT_LIMIT): string {
  if (typeof value !== 'string' || value.length > limit) throw new ApiError('invalidAlertingBody')
  return value.trim()
}

function booleanOf (value: unknown): boolean {
  if (typeof value !== 'boolean') throw new ApiError('invalidAlertingBody')
  return value
}

function fieldsOf (value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ApiError('invalidAlertingBody')
  return value as Fields
}

function mechanismsOf (value: unknown): NotificationPolicy['mechanisms'] {
  const { webhooks, email, pagerduty } = fieldsOf(value)
  return { webhooks: targetsOf(webhooks), email: targetsOf(email), pagerduty: targetsOf(pagerduty) }
}

function targetsOf (value: unknown): readonly MechanismTarget[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || value.length > TARGETS_LIMIT) throw new ApiError('invalidAlertingBody')
  const ids = value.map(target => textOf(fieldsOf(target)['id']))
  return [...new Set(ids)].map(id => ({ id }))
}

function filtersOf (value: unknown): NotificationPolicy['filters'] {
  const filters = Object.entries(fieldsOf(value)).map(([key, values]) => {
    if (!Array.isArray(values) || values.length > TARGETS_LIMIT) throw new ApiError('invalidAlertingBody')
    return [key, values.map(item => textOf(item))] as const
  })
  return Object.fromEntries(filters)
}
