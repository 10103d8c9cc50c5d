import { isIPv4, isIPv6 } from 'node:net'
import type { Answer, CaaData } from 'dns-packet'
import type { RecordType, ResourceRecord } from './answer.ts'
import { isCarriableName, normaliseName } from './names.ts'

const TYPE_CODES: Readonly<Record<RecordType, number>> = {
  A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33, CAA: 257
}
const TYPE_NAMES = new Map<number, string>([
  ...Object.entries(TYPE_CODES).map(([name, code]): [number, string] => [code, name]), [255, 'ANY']
])

/** The longest character-string that a TXT record can hold (RFC 1035, 3.3). */
const TXT_CHUNK_BYTES = 255

/** Tells whether the responder can hold records of this type. */
export function isRecordType (type: string): type is RecordType {
  return Object.hasOwn(TYPE_CODES, type)
}

/** The name of a type in a question; `TYPE<n>` where it has none here (RFC 3597). */
export function typeName (code: number): string {
  return TYPE_NAMES.get(code) ?? `TYPE${code}`
}

/** Turns a record into what the packet library writes. Throws when the content does not fit its type. */
export function toPacketRecord (record: ResourceRecord): Answer {
  const { type, ttl, content } = record
  const name = wireName(record.name)
  switch (type) {
    case 'A': return { name, type, ttl, data: fit(isIPv4(content), content, type) }
    case 'AAAA': return { name, type, ttl, data: fit(isIPv6(content) && !content.includes('%'), content, type) }
    case 'CNAME':
    case 'NS':
    case 'PTR': return { name, type, ttl, data: wireName(content) }
    case 'TXT': return { name, type, ttl, data: textStrings(content).flatMap(chunks) }
    case 'CAA': return { name, type, ttl, data: parseCaa(content) }
    case 'MX': {
      const [preference, exchange] = fields(content, 2)
      return { name, type, ttl, data: { preference: integer(preference), exchange: wireName(exchange) } }
    }
    case 'SRV': {
      const [priority, weight, port, target] = fields(content, 4)
      const data = { priority: integer(priority), weight: integer(weight), port: integer(port), target: wireName(target) }
      return { name, type, ttl, data }
    }
    case 'SOA': {
      const [mname, rname, serial, refresh, retry, expire, minimum] = fields(content, 7)
      const times = { refresh: integer(refresh), retry: integer(retry), expire: integer(expire), minimum: integer(minimum) }
      return { name, type, ttl, data: { mname: wireName(mname), rname: wireName(rname), serial: integer(serial), ...times } }
    }
  }
}

/**
 * Turns a record from a packet into ours; undefined for types that are not ours. The content of a TXT record is its text,
 * without quotes and in one piece.
 */
export function fromPacketRecord (answer: Answer): ResourceRecord | undefined {
  const content = packetContent(answer)
  if (content === undefined || answer.type === 'OPT' || !isRecordType(answer.type)) return undefined
  return { name: answer.name, type: answer.type, ttl: answer.ttl ?? 0, content }
}

function packetContent (answer: Answer): string | undefined {
  switch (answer.type) {
    case 'A':
    case 'AAAA':
    case 'CNAME':
    case 'NS':
    case 'PTR': return answer.data
    case 'TXT': return Buffer.concat([answer.data].flat().map(piece => Buffer.from(piece))).toString()
    case 'CAA': return `${answer.data.flags ?? 0} ${answer.data.tag} "${answer.data.value.replace(/["\\]/g, '\\$&')}"`
    case 'MX': return `${answer.data.preference ?? 0} ${answer.data.exchange}`
    case 'SRV': return `${answer.data.priority ?? 0} ${answer.data.weight ?? 0} ${answer.data.port} ${answer.data.target}`
    case 'SOA': {
      const { mname, rname, serial, refresh, retry, expire, minimum } = answer.data
      return [mname, rname, serial, refresh, retry, expire, minimum].join(' ')
    }
    default: return undefined
  }
}

function fit (fits: boolean, content: string, type: RecordType): string {
  if (!fits) throw new RangeError(`not the content of a record of type ${type}: ${content}`)
  return content
}

function wireName (name: string | undefined): string {
  if (name === undefined || !isCarriableName(name)) throw new RangeError(`not a name that a packet can carry: ${name ?? ''}`)
  return normaliseName(name) === '.' ? '.' : name
}

function fields (content: string, count: number): readonly string[] {
  const found = content.trim().split(/\s+/)
  if (found.length !== count) throw new RangeError(`${count} fields expected: ${content}`)
  return found
}

function integer (text: string | undefined): number {
  if (text === undefined || !/^\d{1,10}$/.test(text)) throw new RangeError(`not a number: ${text ?? ''}`)
  return Number(text)
}

function parseCaa (content: string): CaaData {
  const match = /^(\d{1,3})\s+([a-z0-9]{1,15})\s+(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))$/i.exec(content.trim())
  if (match === null) throw new RangeError(`not the content of a CAA record: ${content}`)
  const [, flags, tag, quoted, bare] = match
  // The library's types know three tags only; the wire carries any, and a CA has to meet those it does not know.
  const anyTag = tag as CaaData['tag']
  return { flags: integer(flags), tag: anyTag, value: quoted === undefined ? bare ?? '' : unescape(quoted) }
}

/** The API takes TXT content bare or as quoted strings in a row, which together are one text. */
function textStrings (content: string): readonly string[] {
  if (!/^\s*"(?:[^"\\]|\\.)*"(?:\s+"(?:[^"\\]|\\.)*")*\s*$/s.test(content)) return [content]
  return Array.from(content.matchAll(/"((?:[^"\\]|\\.)*)"/gs), ([, text]) => unescape(text ?? ''))
}

function unescape (text: string): string {
  return text.replace(/\\(\d{3}|.)/gs, (_, escaped: string) => {
    return escaped.length === 3 ? String.fromCharCode(Number(escaped) & 0xff) : escaped
  })
}

function chunks (text: string): readonly Buffer[] {
  const bytes = Buffer.from(text)
  const pieces = Math.max(1, Math.ceil(bytes.length / TXT_CHUNK_BYTES))
  return Array.from({ length: pieces }, (_, n) => bytes.subarray(n * TXT_CHUNK_BYTES, (n + 1) * TXT_CHUNK_BYTES))
}
