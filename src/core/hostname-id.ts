// A custom hostname's id carries its number within the zone in its first eight digits, scrambled: the store finds a row by
// its id without an index, which would cost every POST a write at a random place and every GET a second search.

const SCRAMBLER = 0x9e3779b1
/** The inverse of SCRAMBLER modulo 2^32. */
const UNSCRAMBLER = 0x0e8b2f51

/** The id of the hostname with this number; `uuid` gives the digits that are left to chance. */
export function hostnameId (zoneId: string, number: number, uuid: string): string {
  const mixed = Math.imul(number ^ keyOf(zoneId), SCRAMBLER) >>> 0
  const scrambled = (mixed ^ (mixed >>> 16)) >>> 0
  return scrambled.toString(16).padStart(8, '0') + uuid.slice(8)
}

/** The number that an id of this zone carries. Of an id from elsewhere it is any number: compare the whole id with what it leads to. */
export function hostnameNumber (zoneId: string, id: string): number {
  const scrambled = Number.parseInt(id.slice(0, 8), 16) >>> 0
  const mixed = (scrambled ^ (scrambled >>> 16)) >>> 0
  return (Math.imul(mixed, UNSCRAMBLER) ^ keyOf(zoneId)) >>> 0
}

function keyOf (zoneId: string): number {
  return Number.parseInt(zoneId.slice(0, 8), 16) | 0
}
