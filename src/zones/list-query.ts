import { ApiError } from '../core/errors.ts'
import type { Zone } from '../core/zone.ts'
import type { Query } from '../http/paging.ts'
import { queryText } from '../http/paging.ts'
import { ZONE_TYPES } from './request.ts'

const STATUSES: ReadonlyArray<Zone['status']> = ['initializing', 'pending', 'active', 'moved']
const ORDERS = ['name', 'status', 'account.id', 'account.name', 'plan.id'] as const
const DIRECTIONS = ['asc', 'desc'] as const
const MATCHES = ['any', 'all'] as const

/** A zone with what filters and orders look at. */
export interface ListedZone {
  readonly name: string
  readonly status: Zone['status']
  readonly type: Zone['type']
  readonly accountId: string
  readonly accountName: string
  readonly planId: string
}

type Condition = (zone: ListedZone) => boolean

export interface ZoneQuery {
  matches (zone: ListedZone): boolean
  /** Order of two zones; zero when the list keeps the order of creation. */
  compare (a: ListedZone, b: ListedZone): number
  readonly reversed: boolean
}

/** Filters and order of a list of zones. An empty value is no filter; a value outside of its enumeration is refused. */
export function readZoneQuery (query: Query): ZoneQuery {
  const conditions = readConditions(query)
  const any = readOneOf(query, 'match', MATCHES) === 'any' && conditions.length > 0
  const order = readOneOf(query, 'order', ORDERS)
  const key = order === undefined ? undefined : ORDER_KEYS[order]
  return {
    matches: zone => any ? conditions.some(holds => holds(zone)) : conditions.every(holds => holds(zone)),
    compare: (a, b) => key === undefined ? 0 : compareTexts(key(a), key(b)),
    reversed: readOneOf(query, 'direction', DIRECTIONS) === 'desc'
  }
}

const ORDER_KEYS: Readonly<Record<typeof ORDERS[number], (zone: ListedZone) => string>> = {
  name: zone => zone.name,
  status: zone => zone.status,
  'account.id': zone => zone.accountId,
  'account.name': zone => zone.accountName,
  'plan.id': zone => zone.planId
}

function readConditions (query: Query): readonly Condition[] {
  const conditions: Condition[] = []
  const name = given(query, 'name')
  const accountId = given(query, 'account.id')
  const accountName = given(query, 'account.name')
  const status = readOneOf(query, 'status', STATUSES)
  const types = readTypes(query)
  if (name !== undefined) conditions.push(textCondition(name, zone => zone.name))
  if (accountId !== undefined) conditions.push(zone => zone.accountId === accountId)
  if (accountName !== undefined) conditions.push(textCondition(accountName, zone => zone.accountName))
  if (status !== undefined) conditions.push(zone => zone.status === status)
  if (types.length > 0) conditions.push(zone => types.includes(zone.type))
  return conditions
}

const OPERATORS: Readonly<Record<string, (text: string, wanted: string) => boolean>> = {
  equal: (text, wanted) => text === wanted,
  not_equal: (text, wanted) => text !== wanted,
  starts_with: (text, wanted) => text.startsWith(wanted),
  ends_with: (text, wanted) => text.endsWith(wanted),
  contains: (text, wanted) => text.includes(wanted)
}

/** `contains:saas`, `contains_case_sensitive:Saas` or a bare text, which has to be equal. */
function textCondition (value: string, of: (zone: ListedZone) => string): Condition {
  const [, operator = 'equal', sensitive, wanted = value] =
    /^(equal|not_equal|starts_with|ends_with|contains)(_case_sensitive)?:(.*)$/s.exec(value) ?? []
  const holds = OPERATORS[operator]
  if (holds === undefined) return () => false
  if (sensitive !== undefined) return zone => holds(of(zone), wanted)
  return zone => holds(of(zone).toLowerCase(), wanted.toLowerCase())
}

/** Types parted by commas, as the parameter repeated, or both: clients differ. */
function readTypes (query: Query): ReadonlyArray<Zone['type']> {
  const parts = [query['type'] ?? []].flat().flatMap(value => value.split(',')).filter(part => part !== '')
  return parts.map(part => ZONE_TYPES.find(type => type === part) ?? refuse('type', ZONE_TYPES))
}

function readOneOf<Value extends string> (query: Query, parameter: string, values: readonly Value[]): Value | undefined {
  const text = given(query, parameter)
  return text === undefined ? undefined : values.find(value => value === text) ?? refuse(parameter, values)
}

function given (query: Query, parameter: string): string | undefined {
  const text = queryText(query, parameter)
  return text === '' ? undefined : text
}

function refuse (parameter: string, values: readonly string[]): never {
  throw new ApiError('invalidZoneFilterValue', { parameter, values: values.join(', ') })
}

function compareTexts (a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
