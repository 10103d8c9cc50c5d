import { createPrivateKey, KeyObject, webcrypto } from 'node:crypto'

export type KeyType = 'ecdsa' | 'rsa'
export type CryptoKey = webcrypto.CryptoKey
export type CryptoKeyPair = webcrypto.CryptoKeyPair

/** Gives a key pair for a new leaf: a fresh one each time (`generateKeyPair`) or one of a few (`createKeyPool`). */
export type KeySource = (keyType: KeyType) => Promise<CryptoKeyPair>

const ALGORITHMS = {
  ecdsa: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }
} as const

const RSA_POOL_SIZE = 4

/** Generates an ECDSA P-256 or RSA-2048 key pair; the work happens in libuv's thread pool, not on the event loop. */
export async function generateKeyPair (keyType: KeyType): Promise<CryptoKeyPair> {
  return await webcrypto.subtle.generateKey(ALGORITHMS[keyType], true, ['sign', 'verify'])
}

export interface KeyPoolOptions { readonly rsaKeys?: number, readonly generate?: KeySource }

/**
 * A key source that generates an ECDSA key each time and hands out a few RSA keys in turn. An RSA key takes a hundred
 * times longer to make than the certificate around it, and would alone decide how many hostnames a second get theirs;
 * nobody relies on two sandbox certificates having different keys.
 */
export function createKeyPool ({ rsaKeys = RSA_POOL_SIZE, generate = generateKeyPair }: KeyPoolOptions = {}): KeySource {
  const pool = new Map<number, Promise<CryptoKeyPair>>()
  let taken = 0
  return async (keyType) => {
    if (keyType === 'ecdsa') return await generate(keyType)
    const slot = taken++ % rsaKeys
    const pair = pool.get(slot) ?? generate(keyType)
    pool.set(slot, pair)
    try {
      return await pair
    } catch (error) {
      // A failure is not kept: the next taker of this slot tries again.
      pool.delete(slot)
      throw error
    }
  }
}

/** Writes a private key as PKCS #8 PEM. */
export function exportPrivateKey (key: CryptoKey): string {
  return KeyObject.from(key).export({ format: 'pem', type: 'pkcs8' }).toString()
}

/** Reads a private key that `exportPrivateKey` wrote, ready to sign with. */
export function importSigningKey (pem: string, keyType: KeyType): CryptoKey {
  return createPrivateKey(pem).toCryptoKey(ALGORITHMS[keyType], true, ['sign'])
}
