import { DnsRecordTypeSchema } from '../../schemas/dns-record.ts'
import type { DnsRecord } from '../core/dns-record.ts'
import { ApiError } from '../core/errors.ts'
import type { Query } from '../http/paging.ts'
import { queryText } from '../http/paging.ts'

const TYPES = DnsRecordTypeSchema.anyOf.map(type => type.const)
const ORDERS = ['type', 'name', 'content', 'ttl', 'proxied'] as const
const DIRECTIONS = ['asc', 'desc'] as const
const MATCHES = ['all', 'any'] as const
const FLAGS = ['true', 'false'] as const

type Condition = (record: DnsRecord) => boolean

export interface RecordQuery {
  matches (record: DnsRecord): boolean
  compare (a: DnsRecord, b: DnsRecord): number
}

/** Filters and order of a list of records. An empty value is no filter; a value outside of its enumeration is refused. */
export function readRecordQuery (query: Query): RecordQuery {
  const conditions = [...attributeConditions(query), ...textConditions(query)]
  const tags = tagConditions(query)
  const tagMatch = readMatch(query, 'tag_match')
  // tag_match joins the filters on tags to one; match joins that one with the others; search stands outside of both.
  if (tags.length > 0) conditions.push(joined(tags, tagMatch))
  const matches = joined(conditions, readMatch(query, 'match'))
  const search = given(query, 'search')?.toLowerCase()
  const order = readOneOf(query, 'order', ORDERS) ?? 'type'
  const sign = readOneOf(query, 'direction', DIRECTIONS) === 'desc' ? -1 : 1
  return {
    matches: record => matches(record) && (search === undefined || mentions(record, search)),
    compare: (a, b) => sign * compareValues(a[order], b[order])
  }
}

function joined (conditions: readonly Condition[], match: typeof MATCHES[number]): Condition {
  if (match === 'any' && conditions.length > 0) return record => conditions.some(holds => holds(record))
  return record => conditions.every(holds => holds(record))
}

function mentions ({ name, type, content, comment = '', tags }: DnsRecord, search: string): boolean {
  return [name, type, content, comment, ...tags].some(text => text.toLowerCase().includes(search))
}

function attributeConditions (query: Query): Condition[] {
  const conditions: Condition[] = []
  const type = readOneOf(query, 'type', TYPES)
  const proxied = readOneOf(query, 'proxied', FLAGS)
  if (type !== undefined) conditions.push(record => record.type === type)
  if (proxied !== undefined) conditions.push(record => record.proxied === (proxied === 'true'))
  if (query['comment.present'] !== undefined) conditions.push(record => record.comment !== undefined)
  if (query['comment.absent'] !== undefined) conditions.push(record => record.comment === undefined)
  return conditions
}

/** The endings of a filter's name. All of them compare without regard to case. */
const OPERATORS: ReadonlyArray<readonly [suffix: string, holds: (text: string, wanted: string) => boolean]> = [
  ['', (text, wanted) => text === wanted],
  ['.exact', (text, wanted) => text === wanted],
  ['.contains', (text, wanted) => text.includes(wanted)],
  ['.startswith', (text, wanted) => text.startsWith(wanted)],
  ['.endswith', (text, wanted) => text.endsWith(wanted)]
]

function textConditions (query: Query): Condition[] {
  return (['name', 'content', 'comment'] as const).flatMap(field => OPERATORS.flatMap(([suffix, holds]): Condition[] => {
    const wanted = given(query, `${field}${suffix}`)?.toLowerCase()
    return wanted === undefined ? [] : [record => holds((record[field] ?? '').toLowerCase(), wanted)]
  }))
}

/** Filters on tags look for a tag of the given name and compare its value; each may come several times. */
function tagConditions (query: Query): Condition[] {
  const byValue = OPERATORS.flatMap(([suffix, holds]) => allGiven(query, `tag${suffix}`).map((wanted): Condition => {
    const [name, value] = splitTag(wanted)
    return ({ tags }) => tags.map(splitTag).some(tag => tag[0] === name && holds(tag[1], value))
  }))
  const hasTag = ({ tags }: DnsRecord, name: string): boolean => tags.some(tag => splitTag(tag)[0] === name.toLowerCase())
  const present = allGiven(query, 'tag.present').map((name): Condition => record => hasTag(record, name))
  const absent = allGiven(query, 'tag.absent').map((name): Condition => record => !hasTag(record, name))
  return [...byValue, ...present, ...absent]
}

function splitTag (tag: string): readonly [name: string, value: string] {
  const [name = '', ...value] = tag.toLowerCase().split(':')
  return [name, value.join(':')]
}

function readMatch (query: Query, parameter: string): typeof MATCHES[number] {
  return readOneOf(query, parameter, MATCHES) ?? 'all'
}

function readOneOf<Value extends string> (query: Query, parameter: string, values: readonly Value[]): Value | undefined {
  const text = given(query, parameter)
  if (text === undefined) return undefined
  const known = values.find(value => value === text)
  if (known === undefined) throw new ApiError('invalidRecordFilterValue', { parameter, values: values.join(', ') })
  return known
}

function given (query: Query, parameter: string): string | undefined {
  const text = queryText(query, parameter)
  return text === '' ? undefined : text
}

function allGiven (query: Query, parameter: string): readonly string[] {
  return [query[parameter] ?? []].flat().filter(text => text !== '')
}

function compareValues<Value extends string | number | boolean> (a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0
}
