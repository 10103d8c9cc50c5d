import { ApiError } from '../core/errors.ts'
import { isIdentifier } from '../core/identifier.ts'
import type { Zone } from '../core/zone.ts'

export const ZONE_TYPES: ReadonlyArray<Zone['type']> = ['full', 'partial', 'secondary', 'internal']

/** A zone as a request asks for it. */
export interface NewZone {
  readonly name: string
  /** Missing: the account of the caller. */
  readonly accountId?: string
  readonly type: Zone['type']
}

/** The body of a creation. Throws ApiError when a field is missing or of the wrong type; whether the name is a domain is judged later. */
export function readNewZone (body: Readonly<Record<string, unknown>>): NewZone {
  const { name, account, type: givenType = 'full' } = body
  const type = ZONE_TYPES.find(known => known === givenType)
  if (typeof name !== 'string' || typeof account !== 'object' || account === null || type === undefined) throw new ApiError('invalidZoneBody')
  const id: unknown = 'id' in account ? account.id : undefined
  if (id === undefined) return { name, type }
  if (typeof id !== 'string' || !isIdentifier(id)) throw new ApiError('invalidZoneBody')
  return { name, accountId: id, type }
}
