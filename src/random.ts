import { randomBytes } from 'node:crypto'
import { customRandom } from 'nanoid'
import type { TokenSource } from './core/tokens.ts'

const HEX = '0123456789abcdef'
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const DIGITS = '0123456789'

/** Where every id, token and secret comes from. All of it follows from `seed`, so the same seed gives the same bytes. */
export interface Random extends TokenSource {
  readonly seed: string
  /** Goes on from another seed: a sandbox that was not asked to repeat itself is not to do so after a reset. */
  reseed (seed: string): void
  /** Numbers in [0, 1) for what happens by chance (faults with a probability). */
  stream (label: string): () => number
}

/** A seed that nobody can guess, for sandboxes that are not asked to repeat themselves. */
export function randomSeed (): string {
  return randomBytes(16).toString('hex')
}

export function createRandom (firstSeed: string): Random {
  let sandboxSeed = firstSeed
  const text = (alphabet: string) => (seed: string, label: string, length: number): string => {
    const next = generator(seed, label)
    return customRandom(alphabet, length, size => Uint8Array.from({ length: size }, () => next() >>> 24))()
  }
  return {
    get seed () { return sandboxSeed },
    reseed (seed) { sandboxSeed = seed },
    uuid (seed, label) {
      const next = generator(seed, label)
      const hex = hex32(next()) + hex32(next()) + hex32(next()) + hex32(next())
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${HEX.charAt(8 + (Number.parseInt(hex.charAt(16), 16) & 3))}${hex.slice(17, 20)}-${hex.slice(20)}`
    },
    hex (seed, label, length) {
      const next = generator(seed, label)
      let out = ''
      while (out.length < length) out += hex32(next())
      return out.slice(0, length)
    },
    base64url: text(BASE64URL),
    digits: text(DIGITS),
    stream (label) {
      const next = generator(sandboxSeed, label)
      return () => next() / 0x1_0000_0000
    }
  }
}

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Eight digits; a table of bytes is several times faster than formatting the number. */
function hex32 (word: number): string {
  return `${BYTES[word >>> 24]}${BYTES[(word >>> 16) & 255]}${BYTES[(word >>> 8) & 255]}${BYTES[word & 255]}`
}

/** xoshiro128** over a 128-bit hash of seed and label: 32-bit words, fast, and the same on every machine. */
function generator (seed: string, label: string): () => number {
  let [a, b, c, d] = hash128(`${seed}/${label}`)
  return () => {
    const mixed = Math.imul(b, 5)
    const result = Math.imul((mixed << 7) | (mixed >>> 25), 9) >>> 0
    const t = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = (d << 11) | (d >>> 21)
    return result
  }
}

/** Four lanes of a multiplicative hash, mixed at the end; never all zero, which the generator could not leave. */
function hash128 (text: string): [number, number, number, number] {
  let a = 0x9e3779b9
  let b = 0x243f6a88
  let c = 0xb7e15162
  let d = 0xdeadbeef
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x85ebca6b) ^ b
    b = Math.imul(b ^ code, 0xc2b2ae35) ^ c
    c = Math.imul(c ^ code, 0x27d4eb2f) ^ d
    d = Math.imul(d ^ code, 0x165667b1) ^ a
  }
  for (let round = 0; round < 3; round++) {
    a = Math.imul(a ^ (d >>> 15), 0x85ebca6b)
    b = Math.imul(b ^ (a >>> 13), 0xc2b2ae35)
    c = Math.imul(c ^ (b >>> 16), 0x27d4eb2f)
    d = Math.imul(d ^ (c >>> 14), 0x165667b1)
  }
  return [a, b, c, d | 1]
}
