import { isIPv4, isIPv6 } from 'node:net'
import type { DnsRecord, DnsRecordType } from '../core/dns-record.ts'
import { ApiError } from '../core/errors.ts'
import { isHostname } from './name.ts'

export type RecordContent = Pick<DnsRecord, 'content' | 'data'>

interface GivenContent {
  readonly content: string | undefined
  readonly data: Readonly<Record<string, unknown>> | undefined
  /** The record's own name, which a CNAME may not point to. */
  readonly name: string
  readonly zoneName: string
}

/** The content of a record as it is kept. Throws the error of its type when it does not fit. */
export function readContent (type: DnsRecordType, { content, data, name, zoneName }: GivenContent): RecordContent {
  const text = content ?? ''
  switch (type) {
    case 'A': return { content: readIPv4(text) }
    case 'AAAA': return { content: readIPv6(text) }
    case 'CNAME': return { content: readTarget(text, name, zoneName) }
    case 'TXT': return { content: readText(text) }
    case 'CAA': return data === undefined ? readCaaText(text) : readCaaParts(data)
  }
}

function readIPv4 (text: string): string {
  const address = text.trim()
  if (!isIPv4(address)) throw new ApiError('invalidAContent')
  return address
}

/** Addresses are kept in their shortest form, so that two spellings of one are the same record. */
function readIPv6 (text: string): string {
  const address = text.trim()
  if (!isIPv6(address) || address.includes('%')) throw new ApiError('invalidAaaaContent')
  return new URL(`http://[${address}]`).hostname.slice(1, -1)
}

function readTarget (text: string, name: string, zoneName: string): string {
  const given = text.trim().toLowerCase()
  const target = given === '@' ? zoneName : given.replace(/\.$/, '')
  const fits = isHostname(target) && target.includes('.') && !isIPv4(target) && target !== name
  if (!fits) throw new ApiError('invalidCnameContent')
  return target
}

/** The longest text of one record, and of one character-string (RFC 1035, 3.3) in it. */
const TEXT_LIMIT = 2048
const STRING_LIMIT = 255
const QUOTED = /^\s*"(?:[^"\\]|\\.)*"(?:\s+"(?:[^"\\]|\\.)*")*\s*$/s

/** Kept as sent, with or without quotes. Bare text is split where it is answered; text that is quoted was split by the sender. */
function readText (text: string): string {
  const quoted = text.trimStart().startsWith('"')
  if (text.trim() === '' || text.length > TEXT_LIMIT || (quoted && !QUOTED.test(text))) throw new ApiError('invalidTxtContent')
  const strings = quoted ? Array.from(text.matchAll(/"((?:[^"\\]|\\.)*)"/gs), ([, string = '']) => unescape(string)) : []
  if (strings.some(string => Buffer.byteLength(string) > STRING_LIMIT)) throw new ApiError('invalidTxtContent')
  return text
}

function readCaaText (text: string): RecordContent {
  const [, flags, tag, quoted, bare] = /^\s*(\d{1,3})\s+(\S+)\s+(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))\s*$/.exec(text) ?? []
  return readCaaParts({ flags, tag, value: quoted === undefined ? bare : unescape(quoted) })
}

/** Flags may be digits in a text: older clients send them so. */
function readCaaParts ({ flags: givenFlags, tag, value }: Readonly<Record<string, unknown>>): RecordContent {
  const flags = typeof givenFlags === 'string' && /^\d{1,3}$/.test(givenFlags) ? Number(givenFlags) : givenFlags
  const flagsFit = typeof flags === 'number' && Number.isInteger(flags) && flags >= 0 && flags <= 255
  if (!flagsFit || typeof tag !== 'string' || !/^[a-z0-9]{1,15}$/i.test(tag) || typeof value !== 'string') throw new ApiError('invalidCaaContent')
  const data = { flags, tag: tag.toLowerCase(), value }
  return { content: `${flags} ${data.tag} "${value.replace(/["\\]/g, '\\$&')}"`, data }
}

function unescape (text: string): string {
  return text.replace(/\\(\d{3}|.)/gs, (_, escaped: string) => escaped.length === 3 ? String.fromCharCode(Number(escaped) & 0xff) : escaped)
}
