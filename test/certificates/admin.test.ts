import fastify from 'fastify'
import t from 'tap'
import { caAdminRoutes } from '../../src/admin/ca.ts'
import { adminScope } from '../../src/http/admin-scope.ts'
import { openssl } from '../ca/support.ts'
import { openWorld, read } from './support.ts'

t.test('the certificates of the authorities are there for trust stores', async t => {
  const world = await openWorld()
  const app = fastify()
  t.teardown(async () => {
    await app.close()
    await world.close()
  })
  await app.register(async scope => { await adminScope(scope, { version: '0', adminToken: undefined, allowedHosts: [] }, calls => { caAdminRoutes(calls, world) }) })
  const get = async (url: string) => await app.inject({ url, headers: { host: '127.0.0.1' } })

  const root = await get('/ca/roots/0')
  t.same([root.statusCode, root.headers['content-type']], [200, 'application/x-pem-file'])
  t.match(read(root.body).subject, 'Sandflare simulated root')
  t.equal((await get('/ca/roots/1')).statusCode, 404)
  for (const authority of ['google', 'lets_encrypt', 'ssl_com', 'digicert']) {
    const intermediates = await get(`/ca/intermediates/${authority}`)
    t.same([intermediates.statusCode, intermediates.headers['content-type']], [200, 'application/x-pem-file'])
    t.equal(intermediates.body.match(/BEGIN CERTIFICATE/g)?.length, 2)
    t.ok(read(intermediates.body).verify(read(root.body).publicKey))
    t.match(openssl({ 'root.pem': root.body, 'ca.pem': intermediates.body }, ['verify', '-CAfile', 'root.pem', 'ca.pem']), 'OK')
  }
  const unknown = await get('/ca/intermediates/nobody')
  t.same([unknown.statusCode, unknown.json()], [404, { error: { code: 'not_found', message: 'authority nobody does not exist' } }])
})
