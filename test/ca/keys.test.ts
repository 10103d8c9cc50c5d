import t from 'tap'
import { createKeyPool, exportPrivateKey, generateKeyPair, importSigningKey } from '../../src/ca/keys.ts'
import type { KeySource, KeyType } from '../../src/ca/keys.ts'

function countingSource (): { readonly generate: KeySource, readonly made: KeyType[] } {
  const made: KeyType[] = []
  return { made, generate: async (keyType) => { made.push(keyType); return await generateKeyPair('ecdsa') } }
}

t.test('a pool makes a new ECDSA key each time', async (t) => {
  const { generate, made } = countingSource()
  const keys = createKeyPool({ generate })
  t.not(await keys('ecdsa'), await keys('ecdsa'))
  t.same(made, ['ecdsa', 'ecdsa'])
})

t.test('a pool hands out its RSA keys in turn, and makes each of them once', async (t) => {
  const { generate, made } = countingSource()
  const keys = createKeyPool({ rsaKeys: 2, generate })
  const [first, second, third, fourth] = await Promise.all([keys('rsa'), keys('rsa'), keys('rsa'), keys('rsa')])
  t.not(first, second)
  t.equal(third, first)
  t.equal(fourth, second)
  t.same(made, ['rsa', 'rsa'])
})

t.test('a key that could not be made is tried again', async (t) => {
  let calls = 0
  const keys = createKeyPool({
    rsaKeys: 1,
    generate: async (keyType) => {
      if (calls++ === 0) throw new Error('no entropy')
      return await generateKeyPair(keyType)
    }
  })
  await t.rejects(keys('rsa'), { message: 'no entropy' })
  t.equal((await keys('rsa')).privateKey.type, 'private')
})

t.test('a private key comes back from PEM as it was', async (t) => {
  for (const keyType of ['ecdsa', 'rsa'] as const) {
    const pem = exportPrivateKey((await generateKeyPair(keyType)).privateKey)
    t.match(pem, /^-----BEGIN PRIVATE KEY-----\n/)
    t.equal(exportPrivateKey(importSigningKey(pem, keyType)), pem)
  }
})
