import { BlockList, isIP } from 'node:net'

/** Tells which addresses evidence may be fetched from. */
export type IsAllowed = (address: string) => boolean

/**
 * Allows loopback addresses and the given ranges (`10.0.0.0/8`, `fd00::/8`, or single addresses), so that no sandbox can be
 * made to probe a network. The ranges are expected to be well-formed.
 */
export function allowAddresses (ranges: readonly string[]): IsAllowed {
  const allowed = new BlockList()
  allowed.addSubnet('127.0.0.0', 8)
  // Not by way of `isIP`: the expression for IPv6 takes a fortieth of a start to compile.
  allowed.addAddress('::1', 'ipv6')
  for (const range of ranges) {
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
