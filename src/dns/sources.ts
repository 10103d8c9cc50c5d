import type { Awaitable, Fault, NameData, NameRecord, NameRecords, ResourceRecord, Zone } from './answer.ts'
import { namesUpwards, normaliseName, ROOT } from './names.ts'

/** One of the places that records come from. Names are asked for as in `NameData`. */
export type NameSource = Pick<NameData, 'lookup'>

export interface NameDataParts {
  /** All are asked; what they hold for a name is put together. */
  readonly sources: readonly NameSource[]
  readonly zone: (name: string) => Awaitable<Zone | undefined>
  readonly fault?: (name: string) => Awaitable<Fault | undefined>
}

/** Makes one world of several sources: a zone's records, the customers' records, names that are made on demand. */
export function combineSources ({ sources, zone, fault }: NameDataParts): NameData {
  return {
    zone,
    fault: name => fault?.(name),
    async lookup (name) {
      const found = await Promise.all(sources.map(source => source.lookup(name)))
      return found.some(records => records !== undefined) ? found.flatMap(records => records ?? []) : undefined
    }
  }
}

/** Records held in memory. Every name above a record's name exists too, without records of its own. */
export function recordSource (records: readonly ResourceRecord[]): NameSource {
  const byName = new Map<string, NameRecord[]>()
  for (const { name, ...record } of records) {
    for (const existing of namesUpwards(normaliseName(name))) {
      if (!byName.has(existing)) byName.set(existing, [])
    }
    byName.get(normaliseName(name))?.push(record)
  }
  return { lookup: name => byName.get(name) }
}

/** Finds the nearest zone at or above a name. Without a zone for the root, names outside of all zones are refused. */
export function zoneFinder (zones: readonly Zone[]): (name: string) => Zone | undefined {
  const byApex = new Map(zones.map(zone => [normaliseName(zone.apex), zone]))
  return name => {
    for (const candidate of namesUpwards(name)) {
      const zone = byApex.get(candidate)
      if (zone !== undefined) return { ...zone, apex: candidate }
    }
    return undefined
  }
}

/** The zone of everything that no other zone covers: with it, an unknown name of the outside world does not exist. */
export const rootZone: Zone = {
  apex: ROOT,
  nameServers: ['ns.sandbox.invalid'],
  soa: 'ns.sandbox.invalid hostmaster.sandbox.invalid 1 1800 900 604800 60',
  ttl: 60,
  negativeTtl: 60
}

export interface DelegationParts {
  /** The name that delegation targets end in, for example `dcv.cloudflare.com`. */
  readonly suffix: string
  readonly ttl: number
  /** The TXT tokens that are current for a hostname under a zone's delegation uuid; undefined when there is no such name. */
  readonly tokens: (hostname: string, uuid: string) => Awaitable<readonly string[] | undefined>
}

/** The names that DCV delegation leads to: `<hostname>.<uuid>.<suffix>` answers TXT with the tokens of the moment. */
export function delegationSource ({ suffix, ttl, tokens }: DelegationParts): NameSource {
  const ending = `.${normaliseName(suffix)}`
  return {
    async lookup (name): Promise<NameRecords | undefined> {
      if (!`.${name}`.endsWith(ending)) return namesUpwards(ending.slice(1)).includes(name) ? [] : undefined
      const labels = name.slice(0, -ending.length).split('.')
      const uuid = labels.at(-1) ?? ''
      const hostname = labels.slice(0, -1).join('.')
      if (hostname === '') return []
      // One delegation covers the hostname and its wildcard; a `*` here is only the search for a wildcard record.
      if (hostname.startsWith('*')) return undefined
      const found = await tokens(hostname, uuid)
      return found?.map(token => ({ type: 'TXT', ttl, content: token }))
    }
  }
}
