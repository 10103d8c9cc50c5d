import { execFile } from 'node:child_process'
import { request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import t from 'tap'
import { start as startProgram } from '../program/program.ts'
import { openBrowser } from '../story/browser.ts'
import { complaintsOf, reads, start } from './support.ts'

/** A request with headers that fetch keeps to itself. */
async function ask (url: string, headers: Readonly<Record<string, string>> = {}): Promise<IncomingMessage> {
  const asked = request(url, { headers }).end()
  const [answer] = await once(asked, 'response') as [IncomingMessage]
  answer.resume()
  return answer
}

async function page (url: string) {
  const response = await fetch(`${url}/`)
  const html = await response.text()
  return { response, html, files: [...html.matchAll(/(?:src|href)="(\/dashboard\/[^"]+)"/g)].map(([, path = '']) => path) }
}

t.test('the page and its files are served so that nothing foreign gets in', async t => {
  const { url } = await start(t)
  const { response, html, files } = await page(url)
  t.equal(response.status, 200)
  const policy = response.headers.get('content-security-policy') ?? ''
  t.match(policy, /default-src 'none'; script-src 'self'; style-src 'self';.* connect-src 'self';.* frame-ancestors 'none'/)
  t.notMatch(policy, /unsafe|\*|https?:/)
  t.notMatch(html, /<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/, 'nothing stands in the page that the policy would have to allow')
  t.equal(files.length, 3)
  for (const path of files) {
    const file = await fetch(`${url}${path}`)
    t.equal(file.status, 200, path)
    t.equal(file.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    t.equal(file.headers.get('x-content-type-options'), 'nosniff')
    t.match(path, /-[0-9A-Za-z]{8}\.(js|css|svg)$/)
    await file.arrayBuffer()
  }
  const again = await ask(`${url}/`, { 'if-none-match': response.headers.get('etag') ?? '' })
  t.equal(again.statusCode, 304)
  t.equal((await ask(`${url}/dashboard/other.js`)).statusCode, 404)
})

t.test('the JavaScript of the page stays under 100 kB compressed, and names no other host', async t => {
  const { url } = await start(t)
  const { files } = await page(url)
  const script = Buffer.from(await (await fetch(`${url}${files.find(path => path.endsWith('.js')) ?? ''}`)).arrayBuffer())
  const compressed = gzipSync(script).length
  t.ok(compressed > 5000 && compressed < 100_000, `${compressed} bytes`)
  const named = [...script.toString().matchAll(/https?:\/\/[a-z0-9.-]+/g)].map(([found]) => found)
  t.same(named.filter(found => found !== 'http://www.w3.org'), [], 'but the name of a markup language')
})

t.test('foreign names and pages of other hosts are refused', async t => {
  const { url } = await start(t)
  const { files: [file = ''] } = await page(url)
  const { host } = new URL(url)
  for (const path of ['/', file]) {
    for (const headers of [{ host: 'evil.example' }, { host: `evil.example:${new URL(url).port}` }, { host, origin: 'http://evil.example' }, { host, origin: 'null' }]) {
      t.equal((await ask(`${url}${path}`, headers)).statusCode, 403, JSON.stringify(headers))
    }
    t.equal((await ask(`${url}${path}`, { host: `localhost:${new URL(url).port}` })).statusCode, 200)
  }
})

t.test('a sandbox with tokens is opened with its admin token, and the page finds an API token by itself', async t => {
  const program = await startProgram(['--database', ':memory:', '--admin-token', 'the-admin-token', '--auth', 'tokens', '--profile', 'ci'])
  t.teardown(async () => { await program.end('SIGTERM') })
  const browser = await openBrowser(t)
  const person = await browser.person()
  await person.page.goto(`${program.url}/`)
  const form = person.page.locator('form')
  await reads(form, 'asks for its admin token')
  t.equal(await person.page.evaluate('document.activeElement.type'), 'password')
  await form.getByLabel('Admin token').fill('wrong')
  await form.getByRole('button').click()
  await reads(form, 'The sandbox refused this token.')
  await form.getByLabel('Admin token').fill('the-admin-token')
  await form.getByRole('button').click()
  const step = person.page.locator('[aria-current=step]')
  await step.getByRole('button', { name: 'Set fallback origin' }).click()
  await reads(person.page.locator('.origin-card'), 'proxy-fallback.saasprovider.com')
  await reads(person.page.getByRole('complementary'), 'live')
  await person.page.reload()
  await reads(person.page.locator('.origin-card'), 'proxy-fallback.saasprovider.com')
  t.equal(await person.page.evaluate('localStorage.length + document.cookie.length > 0 && JSON.stringify(localStorage).includes("the-admin-token")'), false, 'the token is gone with the tab')
  t.same(complaintsOf(person).filter(text => !/status of 40[13]/.test(text)), [])
})

/** Starts a sandbox, asks the admin API and then for the page, and prints after each how many files of the dashboard were loaded. */
const PROBE = `
import { registerHooks } from 'node:module'
let loaded = 0
registerHooks({ load (url, context, next) { if (/dashboard\\/(assets|build)|esbuild|preact/.test(url)) loaded++; return next(url, context) } })
const { createSandbox } = await import('./src/index.ts')
const sandbox = await createSandbox()
await sandbox.admin.health()
console.log(loaded)
await (await fetch(sandbox.url)).text()
console.log(loaded)
await sandbox.close()
`

t.test('a start loads nothing of the dashboard, and neither do requests for the APIs', async t => {
  const cwd = fileURLToPath(new URL('../..', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', PROBE], { cwd })
  const [before, after] = stdout.trim().split('\n').map(Number)
  t.equal(before, 0)
  t.ok(after !== undefined && after > 1, 'the page loads it')
})
