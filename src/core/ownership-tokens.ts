import type { CustomHostname } from './custom-hostname.ts'
import type { TokenSource } from './tokens.ts'

/** What proves ownership of a hostname ahead of its CNAME: one value, as a TXT record or as a file. */
export interface OwnershipTokens {
  readonly txtName: string
  readonly httpUrl: string
  readonly value: string
}

/** The same until the hostname is deleted. A hostname that is itself a wildcard has them at the name below its `*`. */
export function ownershipTokens ({ id, hostname, seed }: Pick<CustomHostname, 'id' | 'hostname' | 'seed'>, tokens: TokenSource): OwnershipTokens {
  const base = hostname.replace(/^\*\./, '')
  return {
    txtName: `_cf-custom-hostname.${base}`,
    httpUrl: `http://${base}/.well-known/cf-custom-hostname-challenge/${id}`,
    value: tokens.uuid(seed, 'ownership')
  }
}
