// Makes certificates and prints how many packs it made in a second: `kept <file> <count>` as the edge does for hostnames of a
// file, `bare <count>` with the library alone; `one <file>` writes one certificate with its key and prints nothing of use.
import { writeFileSync } from 'node:fs'
import { webcrypto } from 'node:crypto'
import { createCertificates } from '../../src/certificates/service.ts'
import { createKeyPool, exportPrivateKey, generateKeyPair } from '../../src/ca/keys.ts'
import type { CryptoKeyPair, KeyType } from '../../src/ca/keys.ts'
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '../../src/ca/x509.ts'
import { createSystemClock } from '../../src/clock.ts'
import { createRandom } from '../../src/random.ts'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import { hostnameOf } from './world.ts'

/** Packs under way at once, as many as a burst of visitors would ask for. */
const AT_ONCE = 16
const DAY = 86_400_000
const SIGNING = { ecdsa: { name: 'ECDSA', hash: 'SHA-256' }, rsa: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } } as const

const [kind, first = '', second = ''] = process.argv.slice(2)
if (kind === 'kept') console.log(JSON.stringify([await keepPacks(first, Number(second))]))
else if (kind === 'bare') console.log(JSON.stringify([await bareWork(Number(first))]))
else console.log(JSON.stringify([await writeOne(first)]))

async function keepPacks (file: string, count: number): Promise<number> {
  const store = openSqliteStore(file)
  const certificates = createCertificates({ store, random: createRandom('bench'), clock: createSystemClock(), trustedRoots: [] })
  await certificates.start()
  const rate = await ratePerSecond(count, async number => {
    const [found] = await store.customHostnames.findAll(hostnameOf(number))
    const zone = store.zones.findByNo(found?.zoneNo ?? 0)
    const pairs = found === undefined || zone === undefined ? undefined : await certificates.pairsOf(zone, found.customHostname)
    if (pairs?.length !== 2) throw new Error(`${hostnameOf(number)} has no certificates`)
  })
  await store.close()
  return rate
}

async function bareWork (count: number): Promise<number> {
  const keys = createKeyPool()
  const issuers = { ecdsa: await generateKeyPair('ecdsa'), rsa: await generateKeyPair('rsa') }
  return await ratePerSecond(count, async number => {
    await Promise.all((['ecdsa', 'rsa'] as const).map(async type => { (await sign(hostnameOf(number), type, { own: await keys(type), issuer: issuers[type] })).toString('pem') }))
  })
}

/** The first few are not counted: the RSA keys, of which all packs share a few, are made with them. */
async function ratePerSecond (count: number, make: (number: number) => Promise<void>): Promise<number> {
  let next = 0
  const until = async (end: number): Promise<void> => {
    await Promise.all(Array.from({ length: AT_ONCE }, async () => { while (next < end) await make(next++) }))
  }
  await until(Math.min(AT_ONCE * 2, count / 2))
  const made = next
  const began = performance.now()
  await until(count)
  return (count - made) / (performance.now() - began) * 1000
}

async function sign (host: string, type: KeyType, { own, issuer }: { readonly own: CryptoKeyPair, readonly issuer: CryptoKeyPair }) {
  const now = createSystemClock().now()
  return await X509CertificateGenerator.create({
    serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString('hex'),
    subject: `CN=${host}`,
    issuer: 'CN=bare',
    notBefore: new Date(now - DAY),
    notAfter: new Date(now + DAY),
    publicKey: own.publicKey,
    signingKey: issuer.privateKey,
    signingAlgorithm: SIGNING[type],
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: host }])]
  })
}

async function writeOne (file: string): Promise<number> {
  const pair = await generateKeyPair('ecdsa')
  const certificate = await sign('bare.storefront.com', 'ecdsa', { own: pair, issuer: pair })
  writeFileSync(file, `${certificate.toString('pem')}\n${exportPrivateKey(pair.privateKey)}`, { mode: 0o600 })
  return 1
}
