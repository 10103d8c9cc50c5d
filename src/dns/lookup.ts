import { decode, encode, RECURSION_DESIRED } from 'dns-packet'
import type { DecodedPacket } from 'dns-packet'
import { resolveName } from './answer.ts'
import type { NameData, RecordType, ResourceRecord } from './answer.ts'
import { askOverTcp, askOverUdp } from './exchange.ts'
import type { DnsServerAddress } from './exchange.ts'
import { isCarriableName, normaliseName } from './names.ts'
import { fromPacketRecord } from './record-content.ts'
import { answerPacket } from './wire.ts'

/** What came of a lookup. `bogus` is a SERVFAIL that the resolver explains by DNSSEC. */
export interface LookupOutcome {
  readonly kind: 'answer' | 'nxdomain' | 'nodata' | 'servfail' | 'timeout' | 'bogus'
  /** The targets of the CNAME records that were followed, in order, in lower case. */
  readonly chain: readonly string[]
  /** The records of the asked type at the end of the chain; the content of a TXT record is its text without quotes. */
  readonly records: readonly ResourceRecord[]
}

/** Looks names up; where it asks is its own affair. Never rejects: what goes wrong is an outcome. */
export interface Resolver {
  query (name: string, type: RecordType): Promise<LookupOutcome>
}

export interface ResolverParts {
  readonly server: DnsServerAddress
  /** For each of the two ways: UDP, and TCP when the answer was truncated. */
  readonly timeoutMs: number
  /** The ids of the queries; without it they are counted. */
  readonly nextId?: () => number
}

const RCODE_NOERROR = 0
const RCODE_SERVFAIL = 2
const RCODE_NXDOMAIN = 3

/** What is taken over UDP without the fragments that get lost on the way (DNS flag day 2020). */
const UDP_SIZE = 1232

const OPTION_EXTENDED_ERROR = 15
/** Extended errors 6 to 12 all say that validation failed (RFC 8914, 4.7 to 4.13). */
const DNSSEC_ERRORS = { first: 6, last: 12 }

/** Looks names up at a DNS server, over UDP and, when the answer does not fit, over TCP. */
export function createResolver ({ server, timeoutMs, nextId = countIds() }: ResolverParts): Resolver {
  return {
    async query (name, type) {
      if (!isCarriableName(name)) return nothing('nxdomain')
      const id = nextId()
      const query = writeQuery(id, name, type)
      const read = (bytes: Buffer): DecodedPacket | undefined => readReply(bytes, id, { name, type })
      const reply = await askOverUdp({ server, query, timeoutMs, read })
      if (reply?.flag_tc !== true) return toOutcome(reply, name, type)
      return toOutcome(await askOverTcp({ server, query, timeoutMs, read }), name, type)
    }
  }
}

/**
 * The twin without sockets: looks names up in the data itself. Question and answer still pass through the packet format, so
 * that both twins see the same of every record.
 */
export function createBuiltinResolver (world: NameData): Resolver {
  return {
    async query (name, type) {
      if (!isCarriableName(name)) return nothing('nxdomain')
      const bytes = await answerPacket(writeQuery(0, name, type), 'tcp', question => resolveName(question, world))
      return toOutcome(bytes === undefined ? undefined : readReply(bytes, 0, { name, type }), name, type)
    }
  }
}

/** Counting is enough: each query has a socket of its own, which takes replies from the server's address alone. */
function countIds (): () => number {
  let id = 0
  return () => {
    id = (id + 1) & 0xffff
    return id
  }
}

function writeQuery (id: number, name: string, type: RecordType): Buffer {
  const opt = { type: 'OPT', name: '.', udpPayloadSize: UDP_SIZE, extendedRcode: 0, ednsVersion: 0, flags: 0 } as const
  return encode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED,
    questions: [{ name, type }],
    additionals: [{ ...opt, flag_do: false, options: [] }]
  })
}

/** A reply counts when it is well-formed and repeats the id and the question; all else might be forged. */
function readReply (bytes: Buffer, id: number, asked: { name: string, type: RecordType }): DecodedPacket | undefined {
  try {
    const packet = decode(bytes)
    const [question] = packet.questions ?? []
    const same = question?.type === asked.type && normaliseName(question.name) === normaliseName(asked.name)
    return packet.flag_qr && packet.id === id && same ? packet : undefined
  } catch {
    return undefined
  }
}

function toOutcome (packet: DecodedPacket | undefined, name: string, type: RecordType): LookupOutcome {
  if (packet === undefined) return nothing('timeout')
  const rcode = (packet.flags ?? 0) & 0xf
  const answers = (packet.answers ?? []).flatMap(answer => fromPacketRecord(answer) ?? [])
  const chain = followChain(answers, normaliseName(name))
  if (rcode === RCODE_NXDOMAIN) return { kind: 'nxdomain', chain, records: [] }
  if (rcode !== RCODE_NOERROR) {
    return { kind: rcode === RCODE_SERVFAIL && isBogus(packet) ? 'bogus' : 'servfail', chain, records: [] }
  }
  const owner = type === 'CNAME' ? normaliseName(name) : chain.at(-1) ?? normaliseName(name)
  const records = answers.filter(record => record.type === type && normaliseName(record.name) === owner)
  return { kind: records.length > 0 ? 'answer' : 'nodata', chain, records }
}

function followChain (answers: readonly ResourceRecord[], name: string): readonly string[] {
  const chain: string[] = []
  let owner = name
  while (chain.length < answers.length) {
    const cname = answers.find(record => record.type === 'CNAME' && normaliseName(record.name) === owner)
    if (cname === undefined) break
    owner = normaliseName(cname.content)
    chain.push(owner)
  }
  return chain
}

function isBogus (packet: DecodedPacket): boolean {
  const options = (packet.additionals ?? []).flatMap(record => record.type === 'OPT' ? record.options : [])
  return options.some(({ code, data }) => {
    // The library's types name only the options it takes apart itself.
    if (Number(code) !== OPTION_EXTENDED_ERROR || data === undefined || data.length < 2) return false
    const error = data.readUInt16BE(0)
    return error >= DNSSEC_ERRORS.first && error <= DNSSEC_ERRORS.last
  })
}

function nothing (kind: LookupOutcome['kind']): LookupOutcome {
  return { kind, chain: [], records: [] }
}
