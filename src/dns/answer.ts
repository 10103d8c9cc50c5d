import { namesUpwards, normaliseName, wildcardBelow } from './names.ts'

/** Types of records that the responder holds and answers. */
export type RecordType = 'A' | 'AAAA' | 'CAA' | 'CNAME' | 'MX' | 'NS' | 'PTR' | 'SOA' | 'SRV' | 'TXT'

/** One record at a known name; `content` is written as in a zone file or in the API. */
export interface NameRecord {
  readonly type: RecordType
  readonly ttl: number
  readonly content: string
}

/** A record with the name that owns it. */
export interface ResourceRecord extends NameRecord {
  readonly name: string
}

/** All records of a name; empty for a name that exists only because of names below it. */
export type NameRecords = readonly NameRecord[]

/** A zone as far as the responder needs it: where it starts and who speaks for it. */
export interface Zone {
  readonly apex: string
  readonly nameServers: readonly string[]
  readonly soa: string
  readonly ttl: number
  /** How long an answer may be remembered that says: there is nothing. */
  readonly negativeTtl: number
}

/** What a test can let go wrong with a name. */
export type Fault = 'servfail' | 'timeout' | 'dnssec_bogus'

/** A value that is there now or comes later: a source may hold its records in memory or in the store. */
export type Awaitable<T> = T | Promise<T>

/** Where answers come from. Every name that is asked for is normalised: lower case, no trailing dot, `.` for the root. */
export interface NameData {
  /** The records of exactly this name, without wildcards; undefined when the name does not exist. */
  lookup (name: string): Awaitable<NameRecords | undefined>
  /** The nearest zone at or above the name; undefined when nobody here answers for it. */
  zone (name: string): Awaitable<Zone | undefined>
  fault (name: string): Awaitable<Fault | undefined>
}

/** What is asked; `type` is a record type, `ANY`, or `TYPE<n>` for a type that has no name here. */
export interface Question {
  readonly name: string
  readonly type: string
  /** The CD bit: a validating resolver then hands out even what it knows to be bogus. */
  readonly checkingDisabled?: boolean
}

export type Rcode = 'NOERROR' | 'FORMERR' | 'SERVFAIL' | 'NXDOMAIN' | 'NOTIMP' | 'REFUSED'

/** An extended DNS error (RFC 8914). */
export interface ExtendedError {
  readonly code: number
  readonly text: string
}

export interface Reply {
  readonly kind: 'reply'
  readonly rcode: Rcode
  readonly answers: readonly ResourceRecord[]
  readonly authorities: readonly ResourceRecord[]
  readonly flags: { readonly authoritative: boolean }
  readonly extendedError?: ExtendedError
}

/** A reply, or none at all, which the asking side sees as a timeout. */
export type Resolution = Reply | { readonly kind: 'silence' }

/** How many CNAME records are followed for one question. */
export const MAX_CNAME_STEPS = 10

const EDE_OTHER = 0
const EDE_DNSSEC_BOGUS = 6

/**
 * Answers one question from the data given: follows CNAME records from zone to zone, applies wildcards, and tells a name
 * without such records (NODATA) from one that does not exist (NXDOMAIN). The first owner name keeps the question's case.
 */
export async function resolveName (question: Question, world: NameData): Promise<Resolution> {
  const answers: ResourceRecord[] = []
  const seen = new Set<string>()
  let owner = question.name
  while (seen.size <= MAX_CNAME_STEPS) {
    const name = normaliseName(owner)
    if (seen.has(name)) return failure(answers, { code: EDE_OTHER, text: `CNAME loop at ${name}` })
    seen.add(name)
    const disturbed = disturb(await world.fault(name), name, question)
    if (disturbed !== undefined) return disturbed
    const zone = await world.zone(name)
    if (zone === undefined) return outside(answers)
    const found = await findRecords(name, zone, world)
    if (found === undefined) return negative('NXDOMAIN', answers, zone)
    // The asked type is looked for first, so that an apex keeps its SOA and NS beside a CNAME, and a leftover TXT record
    // hides the CNAME beside it.
    const matching = found.filter(record => question.type === 'ANY' || record.type === question.type)
    answers.push(...matching.map(record => ({ ...record, name: owner })))
    if (matching.length > 0) return reply('NOERROR', answers)
    const cname = found.find(record => record.type === 'CNAME')
    if (cname === undefined) return negative('NOERROR', answers, zone)
    answers.push({ ...cname, name: owner })
    owner = cname.content
  }
  return failure(answers, { code: EDE_OTHER, text: `more than ${MAX_CNAME_STEPS} CNAME records in a row` })
}

/** The reply for a question that could not be answered. */
export function failure (answers: readonly ResourceRecord[], extendedError?: ExtendedError): Reply {
  const failed: Reply = { kind: 'reply', rcode: 'SERVFAIL', answers, authorities: [], flags: { authoritative: false } }
  return extendedError === undefined ? failed : { ...failed, extendedError }
}

function disturb (fault: Fault | undefined, name: string, question: Question): Resolution | undefined {
  switch (fault) {
    case undefined: return undefined
    case 'servfail': return failure([])
    case 'timeout': return { kind: 'silence' }
    case 'dnssec_bogus':
      if (question.checkingDisabled === true) return undefined
      return failure([], { code: EDE_DNSSEC_BOGUS, text: `DNSSEC validation failure for ${name}` })
  }
}

/** RFC 4592: the name itself, else the wildcard directly below its closest encloser, which an existing name blocks. */
async function findRecords (name: string, zone: Zone, world: NameData): Promise<NameRecords | undefined> {
  for (const candidate of namesUpwards(name)) {
    const records = await world.lookup(candidate)
    const isApex = candidate === zone.apex
    if (candidate === name && (isApex || records !== undefined)) {
      return isApex ? withApexRecords(records ?? [], zone) : records
    }
    if (isApex || records !== undefined) return await world.lookup(wildcardBelow(candidate))
  }
  return undefined
}

function withApexRecords (records: NameRecords, zone: Zone): NameRecords {
  const has = (type: RecordType): boolean => records.some(record => record.type === type)
  const nameServers = zone.nameServers.map(content => ({ type: 'NS' as const, ttl: zone.ttl, content }))
  return [
    ...records,
    ...(has('SOA') ? [] : [{ type: 'SOA' as const, ttl: zone.ttl, content: zone.soa }]),
    ...(has('NS') ? [] : nameServers)
  ]
}

function reply (rcode: Rcode, answers: readonly ResourceRecord[], authorities: readonly ResourceRecord[] = []): Reply {
  return { kind: 'reply', rcode, answers, authorities, flags: { authoritative: true } }
}

/** RFC 2308: the SOA tells how long the absence may be remembered. After a CNAME it is the last zone's (RFC 6604). */
function negative (rcode: 'NOERROR' | 'NXDOMAIN', answers: readonly ResourceRecord[], zone: Zone): Reply {
  const ttl = Math.min(zone.ttl, zone.negativeTtl)
  return reply(rcode, answers, [{ name: zone.apex, type: 'SOA', ttl, content: zone.soa }])
}

/** Nobody here answers for the name: a question is refused, a CNAME that leads there is given as far as it is known. */
function outside (answers: readonly ResourceRecord[]): Reply {
  if (answers.length > 0) return reply('NOERROR', answers)
  return { kind: 'reply', rcode: 'REFUSED', answers: [], authorities: [], flags: { authoritative: false } }
}
