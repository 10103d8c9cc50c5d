import { isIP } from 'node:net'

/** What a value of an option should have been. */
export class NetworkOptionError extends Error {}

export interface HostAndPort {
  readonly host: string
  readonly port: number
}

/** `builtin`, or the DNS servers to ask, each as `host:port`. Throws NetworkOptionError. */
export function readResolver (value: string): 'builtin' | readonly [HostAndPort, ...HostAndPort[]] {
  if (value === 'builtin') return value
  const [first = value, ...others] = listOf(value)
  return [readHostAndPort(first), ...others.map(readHostAndPort)]
}

/** `off`, or a port, 0 for a free one. Throws NetworkOptionError. */
export function readPortOrOff (value: string): number | 'off' {
  return value === 'off' ? value : readPort(value, 0)
}

/** `host:port`; an IPv6 address stands in brackets. Throws NetworkOptionError. */
export function readHostAndPort (value: string): HostAndPort {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d+)$/.exec(value) ?? []
  const host = bracketed ?? plain
  if (host === undefined || port === undefined || (bracketed !== undefined && isIP(bracketed) !== 6)) {
    throw new NetworkOptionError(`must be an address and a port such as 127.0.0.1:53, not "${value}"`)
  }
  return { host, port: readPort(port, 1) }
}

/** Addresses and ranges such as `10.0.0.0/8`, separated by commas. Throws NetworkOptionError. */
export function readRanges (value: string): readonly string[] {
  return listOf(value).map(range => {
    const [address = '', prefix, ...rest] = range.split('/')
    const bits = isIP(address) === 6 ? 128 : 32
    const fits = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)
    if (isIP(address) === 0 || !fits || rest.length > 0) throw new NetworkOptionError(`must be addresses or ranges such as 10.0.0.0/8, not "${range}"`)
    return range
  })
}

export interface EdgeAddresses {
  readonly ipv4: readonly string[]
  readonly ipv6: readonly string[]
}

/** Addresses separated by commas. Throws NetworkOptionError. */
export function readEdgeAddresses (value: string): EdgeAddresses {
  const addresses = listOf(value)
  const wrong = addresses.find(address => isIP(address) === 0)
  if (wrong !== undefined || addresses.length === 0) throw new NetworkOptionError(`must be addresses such as 127.0.0.1, not "${wrong ?? value}"`)
  return { ipv4: addresses.filter(address => isIP(address) === 4), ipv6: addresses.filter(address => isIP(address) === 6) }
}

/** Where the edge is reached that listens on this host, by somebody on the same machine. */
export function edgeAddressesOf (host: string): EdgeAddresses {
  if (host === '::') return { ipv4: ['127.0.0.1'], ipv6: ['::1'] }
  if (host === '0.0.0.0' || isIP(host) === 0) return { ipv4: ['127.0.0.1'], ipv6: [] }
  return isIP(host) === 6 ? { ipv4: [], ipv6: [host] } : { ipv4: [host], ipv6: [] }
}

/** A mail server, and how to speak to it. */
export interface SmtpServer extends HostAndPort {
  /** TLS from the first byte on. */
  readonly secure: boolean
  readonly user?: string
  readonly password?: string
}

/** A URL of a mail server and nothing more. Throws NetworkOptionError, which does not repeat the password. */
export function readSmtpServer (value: string): SmtpServer {
  const url = URL.canParse(value) ? new URL(value) : undefined
  const bare = url !== undefined && ['', '/'].includes(url.pathname) && url.search === '' && url.hash === ''
  if (!bare || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw new NetworkOptionError('must be a mail server such as smtp://127.0.0.1:1025')
  }
  const secure = url.protocol === 'smtps:'
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 465 : 25) : Number(url.port),
    secure,
    ...(url.username === '' ? {} : { user: decoded(url.username), password: decoded(url.password) })
  }
}

function decoded (text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new NetworkOptionError('has a user or a password with a % that begins no character: write it as %25')
  }
}

function readPort (value: string, least: number): number {
  const port = Number(value)
  if (!/^\d{1,5}$/.test(value) || port < least || port > 65535) throw new NetworkOptionError(`must be a port from ${least} to 65535, not "${value}"`)
  return port
}

function listOf (value: string): readonly string[] {
  return value.split(',').map(item => item.trim()).filter(item => item !== '')
}
