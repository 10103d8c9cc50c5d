import { createPrivateKey, createPublicKey } from 'node:crypto'
import t from 'tap'
import { createCsr, readCsrPublicKey } from '../../src/ca/csr.ts'
import { Pkcs10CertificateRequest, SubjectAlternativeNameExtension } from '../../src/ca/x509.ts'
import { openssl } from './support.ts'

const subject = { country: 'PT', state: 'Lisboa', locality: 'Lisboa', organization: '#1 Padaria São João', commonName: 'app.example.com' }
const sans = ['app.example.com', '*.app.example.com']

for (const keyType of ['rsa2048', 'p256v1'] as const) {
  t.test(`a ${keyType} request is signed with its own key and carries subject and names`, async (t) => {
    const { csrPem, privateKeyPem } = await createCsr({ keyType, subject, sans })
    const request = new Pkcs10CertificateRequest(csrPem)
    t.ok(await request.verify())
    t.same(['C', 'ST', 'L', 'O', 'OU', 'CN'].map((field) => request.subjectName.getField(field)[0]),
      ['PT', 'Lisboa', 'Lisboa', '#1 Padaria São João', undefined, 'app.example.com'])
    const names = request.extensions.find((extension) => extension instanceof SubjectAlternativeNameExtension)?.names
    t.same(names?.items.map(({ value }) => value), sans)
    const expected = createPublicKey(createPrivateKey(privateKeyPem)).export({ format: 'pem', type: 'spki' })
    t.equal(readCsrPublicKey(csrPem), expected)
  })

  t.test(`openssl verifies a ${keyType} request`, async (t) => {
    const { csrPem } = await createCsr({ keyType, subject: { ...subject, organizationalUnit: 'Shop' }, sans })
    const output = openssl({ 'csr.pem': csrPem }, ['req', '-in', 'csr.pem', '-noout', '-verify', '-subject', '-text', '-nameopt', 'utf8'])
    t.match(output, /C=PT, ?ST=Lisboa, ?L=Lisboa, ?O=\\?#1 Padaria São João, ?OU=Shop, ?CN=app.example.com/)
    t.match(output, /DNS:app.example.com, DNS:\*.app.example.com/)
    t.match(output, keyType === 'rsa2048' ? /sha256WithRSAEncryption/ : /ecdsa-with-SHA256/)
  })
}

t.test('every request has a key of its own', async (t) => {
  const [first, second] = await Promise.all([0, 1].map(async () => await createCsr({ keyType: 'p256v1', subject, sans })))
  t.not(first?.privateKeyPem, second?.privateKeyPem)
})

t.test('a text that is not a request has no public key', async (t) => {
  t.throws(() => readCsrPublicKey('nonsense'))
})
