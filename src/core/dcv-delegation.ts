import type { TokenSource } from './tokens.ts'
import type { Zone } from './zone.ts'

/** What stands for a zone in the targets of its delegations: the same for the whole life of the zone within its account. */
export function delegationUuid ({ id, accountId }: Pick<Zone, 'id' | 'accountId'>, tokens: TokenSource): string {
  return tokens.hex(`dcv-delegation/${accountId}`, id, 16)
}

/** Where `_acme-challenge.<hostname>` has to point, so that the service can answer for the customer at every renewal. */
export function delegationTarget (hostname: string, uuid: string): string {
  return `${hostname}.${uuid}.dcv.cloudflare.com`
}
