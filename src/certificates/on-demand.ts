import type { Certificates } from './service.ts'

/**
 * Certificates whose X.509 library is loaded when somebody first needs one: a start that nobody asks for a certificate does
 * without it.
 */
export function certificatesOnDemand (make: () => Promise<Certificates>): Certificates {
  let made: Promise<Certificates> | undefined
  const get = async (): Promise<Certificates> => await (made ??= make())
  return {
    start: async () => { await (await get()).start() },
    roots: async () => await (await get()).roots(),
    intermediates: async authority => await (await get()).intermediates(authority),
    find: async serverName => await (await get()).find(serverName),
    pairsOf: async (zone, customHostname) => await (await get()).pairsOf(zone, customHostname),
    check: async upload => await (await get()).check(upload),
    createCsr: async wanted => await (await get()).createCsr(wanted)
  }
}
