import { ApiError } from '../core/errors.ts'

const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/

/** The full name, in lower case, of a name as requests give it: within the zone, full, or `@` for the zone itself. Throws ApiError. */
export function readName (given: string, zoneName: string): string {
  const name = fullName(given.trim().toLowerCase(), zoneName)
  if (!isHostname(name.replace(/^\*\./, ''))) throw new ApiError('invalidRecordName')
  return name
}

/** Labels of letters, digits, hyphens and underscores, 253 characters in all. */
export function isHostname (name: string): boolean {
  return name.length <= 253 && name.split('.').every(label => LABEL.test(label))
}

/** A name that does not end in the zone's is one within it, as the service reads it, unless its final dot says that it is full. */
function fullName (given: string, zoneName: string): string {
  const name = given.replace(/\.$/, '')
  if (name === '@' || name === zoneName) return zoneName
  if (name.endsWith(`.${zoneName}`)) return name
  if (given.endsWith('.')) throw new ApiError('recordNameOutsideZone', { name, zone: zoneName })
  return `${name}.${zoneName}`
}
