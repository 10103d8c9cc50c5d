import { BlockList, isIP } from 'node:net'

/** Tells which addresses evidence may be fetched from. */
export type IsAllowed = (address: string) => boolean

/**
 * Allows loopback addresses and the given ranges (`10.0.0.0/8`, `fd00::/8`, or single addresses), so that no sandbox can be
 * made to probe a network. The ranges are expected to be well-formed.
 */
export function allowAddresses (ranges: readonly string[]): IsAllowed {
  const allowed = new BlockList()
  for (const range of ['127.0.0.0/8', '::1/128', ...ranges]) {
    const [address = '', prefix] = range.split('/')
    const type = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    allowed.addSubnet(address, prefix === undefined ? (type === 'ipv6' ? 128 : 32) : Number(prefix), type)
  }
  return address => {
    const family = isIP(address)
    return family !== 0 && allowed.check(address, family === 6 ? 'ipv6' : 'ipv4')
  }
}

/** True for addresses that stand for this machine alone. */
export const isLoopbackAddress: IsAllowed = allowAddresses([])
