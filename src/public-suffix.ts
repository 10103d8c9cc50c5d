import { getDomain, getPublicSuffix } from 'tldts'

/** The public suffix of a hostname by the Mozilla list, private part included, as the service's own library reads it. */
export function publicSuffix (hostname: string): string {
  return getPublicSuffix(hostname, { allowPrivateDomains: true, extractHostname: false, validateHostname: false }) ?? hostname
}

/** The registrable domain: the public suffix and one label more. The hostname itself where there is none. */
export function baseDomain (hostname: string): string {
  return getDomain(hostname, { allowPrivateDomains: true, extractHostname: false, validateHostname: false }) ?? hostname
}
