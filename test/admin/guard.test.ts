import { request } from 'node:http'
import t from 'tap'
import { AdminError, createAdminClient } from '../../src/index.ts'
import { libraryConfig } from '../../src/config/library.ts'
import { startSandbox } from '../../src/sandbox.ts'

async function guarded (t: { teardown (end: () => Promise<void>): void }, options: { readonly adminToken?: string, readonly allowedHosts?: readonly string[] } = {}) {
  const sandbox = await startSandbox({ ...libraryConfig({}), ...options })
  t.teardown(async () => { await sandbox.close() })
  return sandbox
}

/** `fetch` does not let its caller choose the Host. */
async function get (url: string, headers: Readonly<Record<string, string>>, path = '/__admin/health'): Promise<{ status: number, code: string | undefined }> {
  return await new Promise((resolve, reject) => {
    request(`${url}${path}`, { headers }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk }).on('end', () => {
        const { error } = JSON.parse(text) as { readonly error?: { readonly code: string } }
        resolve({ status: response.statusCode ?? 0, code: error?.code })
      })
    }).on('error', reject).end()
  })
}

t.test('the admin API answers under loopback names, IP addresses and allowed names alone', async t => {
  const { url } = await guarded(t, { allowedHosts: ['sandbox.internal'] })
  for (const host of ['localhost', 'localhost:4400', 'app.localhost', '127.0.0.1:1', '192.168.1.7', '[::1]:4400', 'Sandbox.internal:80']) {
    t.match(await get(url, { host }), { status: 200 }, host)
  }
  for (const host of ['evil.example', 'localhost.evil.example', 'notlocalhost', 'sandbox.internal.evil.example', 'a b']) {
    t.match(await get(url, { host }), { status: 403, code: 'foreign_host' }, host)
  }
  t.match(await get(url, { host: 'evil.example' }, '/__admin/nothing'), { status: 403 }, 'also where there is no call')
  t.match(await get(url, { host: 'evil.example' }, '/livez'), { status: 200 }, 'health checks may come by any name')
})

t.test('a page of another origin is refused', async t => {
  const { url } = await guarded(t)
  const host = 'localhost:4400'
  t.match(await get(url, { host, origin: 'http://localhost:4400' }), { status: 200 })
  for (const origin of ['http://localhost:3000', 'https://evil.example', 'null', 'http://localhost']) {
    t.match(await get(url, { host, origin }), { status: 403, code: 'foreign_origin' }, origin)
  }
})

t.test('where a token is asked for nothing is told without it', async t => {
  const { url } = await guarded(t, { adminToken: 'open-sesame' })
  t.match(await get(url, {}), { status: 401, code: 'unauthorized' })
  t.match(await get(url, { authorization: 'Bearer open-sesam' }), { status: 401 })
  t.match(await get(url, { authorization: 'Basic open-sesame' }), { status: 401 })
  t.match(await get(url, {}, '/__admin/openapi.json'), { status: 401 })
  t.match(await createAdminClient({ url, adminToken: 'open-sesame' }).health(), { zones: 1 })
  await t.rejects(createAdminClient({ url }).health(), AdminError)
})
