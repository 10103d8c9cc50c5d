import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { OriginOverrides } from '../core/origin-target.ts'
import type { Zone } from '../core/zone.ts'
import type { OriginAddresses } from './ports.ts'
import type { RecordStore } from './zone-records.ts'
import { cnameOf, recordsFor, zonesAbove } from './zone-records.ts'

export interface OriginAddressParts {
  readonly store: RecordStore
  readonly overrides: Pick<OriginOverrides, 'find'>
  /** The addresses of a name outside the sandbox's zones, as this zone sees them; none when it does not resolve. */
  readonly resolveOutside: (name: string, zone: Zone) => Promise<readonly string[]>
  /** The addresses that the machine itself knows for the name of a server that an override leads to. */
  readonly resolveLocally?: (name: string) => Promise<readonly string[]>
}

const CNAME_STEPS = 10

/** Finds out where an origin is: an override first, then the records of the sandbox's zones, then DNS outside. */
export function createOriginAddresses ({ store, overrides, resolveOutside, resolveLocally = askMachine }: OriginAddressParts): OriginAddresses {
  async function follow (name: string, zone: Zone, steps: number): Promise<readonly string[]> {
    if (isIP(name) !== 0) return [name]
    const zones = zonesAbove(name, store)
    // Of several zones of one domain the route's own is meant, or one of its account.
    const home = zones.find(({ no }) => no === zone.no) ?? zones.find(({ accountId }) => accountId === zone.accountId) ?? zones[0]
    if (home === undefined) return await resolveOutside(name, zone)
    const records = await recordsFor(name, home, store)
    const cname = cnameOf(records)
    if (cname === undefined) return ['A', 'AAAA'].flatMap(type => records.filter(record => record.type === type).map(({ content }) => content))
    return steps === 0 ? [] : await follow(cname, home, steps - 1)
  }
  return {
    async resolve (name, zone) {
      const target = overrides.find(name)
      if (target !== undefined) {
        const addresses = isIP(target.host) === 0 ? await resolveLocally(target.host) : [target.host]
        return addresses.length === 0 ? undefined : { addresses, scheme: target.scheme, port: target.port }
      }
      const addresses = await follow(name, zone, CNAME_STEPS)
      return addresses.length === 0 ? undefined : { addresses }
    }
  }
}

async function askMachine (name: string): Promise<readonly string[]> {
  try {
    return (await lookup(name, { all: true, order: 'ipv4first' })).map(({ address }) => address)
  } catch {
    return []
  }
}
