/** Gives so many random bytes; injected, so that a run with a seed draws the same serial numbers again. */
export type RandomBytes = (size: number) => Uint8Array

const SERIAL_BYTES = 16

/** A fresh serial number as the API writes it: decimal digits, here of a positive 127-bit number. */
export function createSerialNumber (random: RandomBytes): string {
  const bytes = Uint8Array.from(random(SERIAL_BYTES))
  // The top bit would make the number negative in DER; the next one keeps every number at the same length.
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return fromSerialHex(Buffer.from(bytes).toString('hex'))
}

/** A decimal serial number as the hexadecimal bytes of a DER integer. */
export function toSerialHex (decimal: string): string {
  if (!/^(?!0+$)[0-9]{1,48}$/.test(decimal)) {
    throw new RangeError('A serial number is a positive decimal number of at most 48 digits')
  }
  const hex = BigInt(decimal).toString(16)
  return hex.length % 2 === 0 ? hex : `0${hex}`
}

/** A hexadecimal serial number in decimal digits; a leading minus sign, which some old certificates earn, is kept. */
export function fromSerialHex (hex: string): string {
  const negative = hex.startsWith('-')
  const value = BigInt(`0x${negative ? hex.slice(1) : hex}`)
  return (negative ? -value : value).toString()
}
