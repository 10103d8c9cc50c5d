import { X509Certificate } from 'node:crypto'
import t from 'tap'
import { NextCheckListSchema } from '../../schemas/admin/next-check.ts'
import { admin, createHostname, faultOf, setFallbackOrigin, start } from './support.ts'

t.test('next checks of a page of hostnames are those that explain tells', async t => {
  const sandbox = await start(t)
  const { zone } = sandbox
  await setFallbackOrigin(sandbox)
  const active = await createHostname(sandbox, 'active.customer.com')
  await sandbox.advance('1h')
  const waiting = await createHostname(sandbox, 'waiting.customer.com')
  await sandbox.admin.inspect(zone.id, waiting, 'dns')
  await sandbox.advance('3h')
  const unknown = '00000000-0000-4000-8000-000000000000'
  const checks = await sandbox.admin.nextChecks(zone.id, [waiting, unknown, active])
  t.same(checks, [
    { custom_hostname_id: waiting, next_check_at: (await sandbox.admin.explain(zone.id, waiting)).next_check_at },
    { custom_hostname_id: active, next_check_at: (await sandbox.admin.explain(zone.id, active)).next_check_at }
  ])
  t.ok(checks.every(({ next_check_at: at }) => at !== null))
  t.equal(faultOf(NextCheckListSchema, { next_checks: checks }), undefined)
  t.same(await sandbox.admin.nextChecks(zone.id, []), [])

  t.test('and nonsense is refused', async t => {
    const path = `/zones/${zone.id}/next_checks`
    for (const query of ['', '?ids=', '?ids=1', `?ids=${waiting},`, `?ids=${Array.from({ length: 101 }, () => unknown).join(',')}`, `?ids=${waiting}&x=1`]) {
      const { status, body } = await admin(sandbox, 'GET', `${path}${query}`)
      t.match([status, body.error?.code], [400, 'invalid_request'], query)
    }
    t.equal((await admin(sandbox, 'GET', `/zones/${'f'.repeat(32)}/next_checks?ids=${waiting}`)).status, 404)
  })
})

t.test('the deployed certificate is answered in PEM, with its chain and without its key', async t => {
  const sandbox = await start(t)
  const { zone } = sandbox
  await setFallbackOrigin(sandbox)
  const id = await createHostname(sandbox)
  const before = await admin(sandbox, 'GET', `/zones/${zone.id}/custom_hostnames/${id}/certificate`)
  t.match([before.status, before.body.error], [404, { code: 'not_found', message: 'a deployed certificate for app.customer.com does not exist' }])
  await sandbox.advance('1h')
  for (const keyType of ['ecdsa', 'rsa'] as const) {
    const pem = await sandbox.admin.certificate(zone.id, id, keyType)
    t.ok((pem.match(/BEGIN CERTIFICATE/g) ?? []).length > 1, 'the chain comes with it')
    t.notMatch(pem, /PRIVATE KEY/)
    const leaf = new X509Certificate(pem)
    t.equal(leaf.subjectAltName, 'DNS:app.customer.com')
    t.equal(leaf.publicKey.asymmetricKeyType, keyType === 'ecdsa' ? 'ec' : 'rsa')
  }
  t.equal(new X509Certificate(await sandbox.admin.certificate(zone.id, id)).publicKey.asymmetricKeyType, 'ec')
  await t.rejects(sandbox.admin.certificate(zone.id, '00000000-0000-4000-8000-000000000000'), { message: /does not exist/ })
  t.equal((await admin(sandbox, 'GET', `/zones/${zone.id}/custom_hostnames/${id}/certificate?key_type=dsa`)).status, 400)
})
