import { isIPv4, isIPv6 } from 'node:net'
import { domainToASCII } from 'node:url'
import { invalidRequest } from '../http/admin-refusal.ts'
import type { CustomerRecordType } from '../store/dns-world.ts'

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/

/** A name as it is kept: ASCII, lower case, without the final dot; `*` may stand for its first label. Throws 400 with the path. */
export function readDnsName (path: string, given: string): string {
  const name = toAscii(given.trim().replace(/\.$/, '').toLowerCase())
  const fits = name !== undefined && name.length <= 253 && !isIPv4(name) && name.replace(/^\*\./, '').split('.').every(label => LABEL.test(label))
  if (!fits) throw invalidRequest(path, `"${given}" is not a name such as app.customer.com`)
  return name
}

/** Labels one by one: a name as a whole would be read as an address where it ends in digits. */
function toAscii (name: string): string | undefined {
  const labels = name.split(/[.\u3002\uff0e\uff61]/).map(label => /^[\x20-\x7e]*$/.test(label) ? label : domainToASCII(label))
  return labels.includes('') ? undefined : labels.join('.')
}

/** The content of a record as it is kept. Throws 400 when it does not fit the type. */
export function readRecordContent (type: CustomerRecordType, given: string, name: string): string {
  switch (type) {
    case 'A': return readAddress(given, isIPv4(given.trim()), 'an IPv4 address such as 192.0.2.1')
    case 'AAAA': return readAddress(given, isIPv6(given.trim()) && !given.includes('%'), 'an IPv6 address such as 2001:db8::1')
    case 'CNAME': {
      const target = readDnsName('/content', given)
      if (target === name) throw invalidRequest('/content', 'is the name itself')
      return target
    }
    case 'NS': return readDnsName('/content', given)
    case 'TXT': return given
    case 'CAA': return readCaa(given)
  }
}

function readAddress (given: string, fits: boolean, wanted: string): string {
  if (!fits) throw invalidRequest('/content', `"${given}" is not ${wanted}`)
  const address = given.trim()
  // The shortest form, so that two spellings of one address are the same record.
  return isIPv6(address) ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address
}

function readCaa (given: string): string {
  const [, flags, tag, quoted, bare] = /^\s*(\d{1,3})\s+([a-z0-9]{1,15})\s+(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))\s*$/i.exec(given) ?? []
  if (flags === undefined || Number(flags) > 255 || tag === undefined) {
    throw invalidRequest('/content', `"${given}" is not flags, tag and value such as 0 issue "letsencrypt.org"`)
  }
  return `${Number(flags)} ${tag.toLowerCase()} "${quoted ?? bare ?? ''}"`
}

/** `address:port` of a server. Throws 400. */
export function readTarget (given: string): { readonly address: string, readonly port: number } {
  const [, bracketed = '', plain = '', port = ''] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(given.trim()) ?? []
  const address = isIPv6(bracketed) ? bracketed : isIPv4(plain) ? plain : undefined
  if (address === undefined || Number(port) < 1 || Number(port) > 65535) {
    throw invalidRequest('/target', `"${given}" is not an address and a port such as 127.0.0.1:8080`)
  }
  return { address, port: Number(port) }
}
