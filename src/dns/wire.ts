import { decode, encode } from 'dns-packet'
import { failure } from './answer.ts'
import type { Awaitable, ExtendedError, Question, Rcode, Reply, Resolution } from './answer.ts'
import { typeName, toPacketRecord } from './record-content.ts'

export type Transport = 'udp' | 'tcp'

/** What the sender of a query said about itself and its limits. */
export interface Query {
  readonly id: number
  readonly question: Question
  /** The question section as it came: it goes back byte for byte, so that the case of the name is kept. */
  readonly questionBytes: Buffer
  readonly recursionDesired: boolean
  /** The size of UDP answers that the sender takes; missing when it does not speak EDNS. */
  readonly ednsSize?: number
}

/** A packet as far as it could be understood; `rejected` has its answer already, `ignored` gets none. */
export type ReadQuery =
  | { readonly kind: 'query', readonly query: Query }
  | { readonly kind: 'rejected', readonly answer: Buffer }
  | { readonly kind: 'ignored' }

const RCODES: Readonly<Record<Rcode, number>> = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 }

const HEADER_BYTES = 12
const FLAG_QR = 0x8000
const FLAG_AA = 0x0400
const FLAG_TC = 0x0200
const FLAG_RD = 0x0100
const FLAG_RA = 0x0080
const FLAG_CD = 0x0010
const OPCODE_MASK = 0x7800

const CLASS_IN = 1
const TYPE_IXFR = 251
const TYPE_AXFR = 252
const TYPE_OPT = 41
const OPTION_EXTENDED_ERROR = 15
/** BADVERS is 16, of which the OPT record holds the upper eight bits. */
const BADVERS_UPPER = 1

/** The least that every sender takes over UDP, the most that is sent to those who say they take more. */
const UDP_MIN_BYTES = 512
const UDP_MAX_BYTES = 4096
const TCP_MAX_BYTES = 65535

/**
 * Reads a query. What is no query at all is ignored, so that two servers never answer each other's answers; a query that is
 * malformed or not served is rejected with the code that says why.
 */
export function readQuery (bytes: Buffer): ReadQuery {
  if (bytes.length < HEADER_BYTES) return { kind: 'ignored' }
  const flags = bytes.readUInt16BE(2)
  if ((flags & FLAG_QR) !== 0) return { kind: 'ignored' }
  if ((flags & OPCODE_MASK) !== 0) return reject(bytes, 'NOTIMP')
  const asked = bytes.readUInt16BE(4) === 1 ? readQuestion(bytes) : undefined
  const edns = readEdns(bytes)
  if (asked === undefined || edns === 'malformed') return reject(bytes, 'FORMERR')
  const questionBytes = bytes.subarray(HEADER_BYTES, asked.end)
  if (edns !== undefined && edns.version !== 0) return { kind: 'rejected', answer: badVersion(bytes, questionBytes) }
  const transfer = asked.type === TYPE_AXFR || asked.type === TYPE_IXFR
  if (asked.class !== CLASS_IN || transfer || asked.name === undefined) return reject(bytes, 'REFUSED', questionBytes)
  const question = { name: asked.name, type: typeName(asked.type), checkingDisabled: (flags & FLAG_CD) !== 0 }
  const recursionDesired = (flags & FLAG_RD) !== 0
  const query = { id: bytes.readUInt16BE(0), question, questionBytes, recursionDesired }
  return { kind: 'query', query: edns === undefined ? query : { ...query, ednsSize: edns.size } }
}

/** Writes the answer to a query, cut down to its question and the TC bit when it is too long for the transport. */
export function writeReply (query: Query, reply: Reply, transport: Transport): Buffer {
  const whole = assemble(query, reply, false)
  if (whole.length <= sizeLimit(query, transport)) return whole
  if (transport === 'tcp') return assemble(query, failure([]), false)
  return assemble(query, { ...reply, answers: [], authorities: [] }, true)
}

/**
 * Reads a packet, asks for the answer, and writes it; undefined when there is none to give. A record whose content does not
 * fit its type makes the whole answer a SERVFAIL.
 */
export async function answerPacket (
  bytes: Buffer,
  transport: Transport,
  answer: (question: Question) => Awaitable<Resolution>
): Promise<Buffer | undefined> {
  const read = readQuery(bytes)
  if (read.kind === 'ignored') return undefined
  if (read.kind === 'rejected') return read.answer
  const resolution = await answer(read.query.question)
  return resolution.kind === 'silence' ? undefined : writeReply(read.query, resolution, transport)
}

interface RawQuestion {
  /** Missing when a label holds bytes that no name of the sandbox has, such as a dot or a blank. */
  readonly name?: string
  readonly type: number
  readonly class: number
  readonly end: number
}

/** Reads the question by hand: the library would take a dot inside a label for the end of the label. */
function readQuestion (bytes: Buffer): RawQuestion | undefined {
  const labels: string[] = []
  let offset = HEADER_BYTES
  for (let length = bytes[offset]; length !== 0; length = bytes[offset]) {
    if (length === undefined || length > 63) return undefined
    labels.push(bytes.toString('latin1', offset + 1, offset + 1 + length))
    offset += 1 + length
  }
  const end = offset + 5
  if (end > bytes.length || offset - HEADER_BYTES > 254) return undefined
  const asked = { type: bytes.readUInt16BE(offset + 1), class: bytes.readUInt16BE(offset + 3), end }
  if (!labels.every(label => /^[!-~]+$/.test(label) && !/[.\\]/.test(label))) return asked
  return { ...asked, name: labels.length === 0 ? '.' : labels.join('.') }
}

function readEdns (bytes: Buffer): { readonly size: number, readonly version: number } | undefined | 'malformed' {
  try {
    const found = (decode(bytes).additionals ?? []).filter(record => record.type === 'OPT')
    const [opt] = found
    if (found.length > 1) return 'malformed'
    return opt === undefined ? undefined : { size: opt.udpPayloadSize, version: opt.ednsVersion }
  } catch {
    return 'malformed'
  }
}

function sizeLimit ({ ednsSize }: Query, transport: Transport): number {
  if (transport === 'tcp') return TCP_MAX_BYTES
  return ednsSize === undefined ? UDP_MIN_BYTES : Math.min(Math.max(ednsSize, UDP_MIN_BYTES), UDP_MAX_BYTES)
}

function assemble (query: Query, reply: Reply, truncated: boolean): Buffer {
  const records = encodeRecords(reply)
  if (records === undefined) return assemble(query, failure([], { code: 0, text: 'a record cannot be encoded' }), false)
  const opt = query.ednsSize === undefined ? [] : [writeOpt(0, reply.extendedError)]
  const flags = FLAG_QR | FLAG_RA | RCODES[reply.rcode] |
    (reply.flags.authoritative ? FLAG_AA : 0) | (truncated ? FLAG_TC : 0) |
    (query.recursionDesired ? FLAG_RD : 0) | (query.question.checkingDisabled === true ? FLAG_CD : 0)
  const counts = [1, reply.answers.length, reply.authorities.length, opt.length]
  return Buffer.concat([words([query.id, flags, ...counts]), query.questionBytes, records, ...opt])
}

/** The library writes no name compression, so its records can stand behind a question section that it did not write. */
function encodeRecords ({ answers, authorities }: Reply): Buffer | undefined {
  try {
    return encode({ answers: answers.map(toPacketRecord), authorities: authorities.map(toPacketRecord) }).subarray(HEADER_BYTES)
  } catch {
    return undefined
  }
}

/** An OPT record written by hand: the library's types do not have extended errors (RFC 6891, RFC 8914). */
function writeOpt (upperRcode: number, error: ExtendedError | undefined): Buffer {
  const text = error === undefined ? Buffer.alloc(0) : Buffer.from(error.text)
  const option = error === undefined ? text : Buffer.concat([words([OPTION_EXTENDED_ERROR, 2 + text.length, error.code]), text])
  const root = Buffer.of(0)
  return Buffer.concat([root, words([TYPE_OPT, UDP_MAX_BYTES, upperRcode << 8, 0, option.length]), option])
}

function reject (bytes: Buffer, rcode: Rcode, question: Buffer = Buffer.alloc(0)): ReadQuery {
  return { kind: 'rejected', answer: Buffer.concat([rejectHeader(bytes, RCODES[rcode], question, 0), question]) }
}

function badVersion (bytes: Buffer, question: Buffer): Buffer {
  return Buffer.concat([rejectHeader(bytes, 0, question, 1), question, writeOpt(BADVERS_UPPER, undefined)])
}

function rejectHeader (bytes: Buffer, rcode: number, question: Buffer, additionals: number): Buffer {
  const flags = FLAG_QR | FLAG_RA | (bytes.readUInt16BE(2) & (OPCODE_MASK | FLAG_RD | FLAG_CD)) | rcode
  return words([bytes.readUInt16BE(0), flags, question.length === 0 ? 0 : 1, 0, 0, additionals])
}

function words (values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  values.forEach((value, n) => bytes.writeUInt16BE(value, n * 2))
  return bytes
}
