import fastify from 'fastify'
import t from 'tap'
import { originAdminRoutes } from '../../src/admin/origins.ts'
import { createOriginOverrides, parseOriginOverride } from '../../src/core/origin-target.ts'
import { adminScope } from '../../src/http/admin-scope.ts'

async function createAdmin () {
  const given = parseOriginOverride('app.saasprovider.com=127.0.0.1:3000')
  const origins = createOriginOverrides(given === undefined ? [] : [given])
  const app = fastify()
  await app.register(async scope => {
    await adminScope(scope, { version: '0', adminToken: undefined, allowedHosts: [] }, app => { originAdminRoutes(app, { origins }) })
  }, { prefix: '/__admin' })
  return {
    origins,
    close: async () => { await app.close() },
    ask: async (method: 'GET' | 'PUT' | 'DELETE', path: string, body?: object) => {
      const { statusCode, payload } = await app.inject({ method, url: `/__admin/origins${path}`, ...(body === undefined ? {} : { payload: body }) })
      return { status: statusCode, body: JSON.parse(payload) as unknown }
    }
  }
}

t.test('where the edge finds origins is listed, changed and forgotten', async t => {
  const { ask, origins, close } = await createAdmin()
  t.teardown(close)
  const first = { name: 'app.saasprovider.com', target: 'http://127.0.0.1:3000' }
  const second = { name: 'other.saasprovider.com', target: 'https://web:8443' }
  t.strictSame(await ask('GET', ''), { status: 200, body: { origins: [first] } })
  t.strictSame(await ask('PUT', '', { name: 'Other.SaaSprovider.com', target: 'https://web:8443' }), { status: 200, body: second })
  t.strictSame(await ask('GET', ''), { status: 200, body: { origins: [first, second] } })
  t.strictSame(await ask('GET', '?name=OTHER.saasprovider.com'), { status: 200, body: { origins: [second] } })
  t.strictSame(origins.find('other.saasprovider.com'), { scheme: 'https', host: 'web', port: 8443 })
  t.strictSame(await ask('DELETE', '?name=other.saasprovider.com'), { status: 200, body: { deleted: 1 } })
  t.strictSame(await ask('DELETE', '?name=other.saasprovider.com'), { status: 200, body: { deleted: 0 } })
  t.strictSame(await ask('DELETE', ''), { status: 200, body: { deleted: 1 } })
  t.strictSame(await ask('GET', ''), { status: 200, body: { origins: [] } })
})

t.test('what is no name or no server is refused by its place', async t => {
  const { ask, close } = await createAdmin()
  t.teardown(close)
  for (const [body, place] of [
    [{ name: 'a b', target: '127.0.0.1:3000' }, '/name'], [{ name: 'app.saasprovider.com', target: '127.0.0.1:0' }, '/target'],
    [{ name: 'app.saasprovider.com', target: 'http://a/b' }, '/target'], [{ name: 'app.saasprovider.com' }, '/target'], [{}, '/name']
  ] as const) {
    t.match(await ask('PUT', '', body), { status: 400, body: { error: { code: 'invalid_request', message: new RegExp(place) } } }, JSON.stringify(body))
  }
  t.match(await ask('GET', '?x=1'), { status: 400 })
})
