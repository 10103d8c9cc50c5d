import { strict as assert } from 'node:assert'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import type { Test } from 'tap'
import type { Given } from '../../src/config/config.ts'
import { readConfig } from '../../src/config/config.ts'
import type { ValidationRecord } from '../../src/core/dcv.ts'
import type { RunningSandbox } from '../../src/sandbox.ts'
import { startSandbox } from '../../src/sandbox.ts'

/** Programs that the stories use, where Debian puts them, and the packages that they come in. */
const PROGRAMS = {
  chromium: ['/usr/bin/chromium', 'chromium'],
  curl: ['/usr/bin/curl', 'curl'],
  dig: ['/usr/bin/dig', 'dnsutils'],
  nginx: ['/usr/sbin/nginx', 'nginx-light'],
  openssl: ['/usr/bin/openssl', 'openssl']
} as const
export type Program = keyof typeof PROGRAMS

/** Where a program is. Throws when it is not there. */
export function programAt (program: Program): string {
  const [path, debianPackage] = PROGRAMS[program]
  if (!existsSync(path)) throw new Error(`${path} is missing: install the Debian package ${debianPackage}`)
  return path
}

/** Runs a program to its end, with nothing on its standard input, and resolves with what it prints. */
export async function run (program: Program, ...args: readonly string[]): Promise<string> {
  const running = promisify(execFile)(programAt(program), args, { timeout: 20_000 })
  running.child.stdin?.end()
  return (await running).stdout
}

/** What a client sees of a custom hostname. */
export interface Seen {
  readonly id: string
  readonly hostname: string
  readonly status: string
  readonly verification_errors?: readonly string[]
  readonly ssl: {
    readonly status: string
    readonly method: string
    readonly issuer?: string
    readonly serial_number?: string
    readonly validation_records?: readonly ValidationRecord[]
    readonly cname?: string
    readonly cname_target?: string
    readonly emails?: readonly string[]
  }
}

export type Method = 'http' | 'cname' | 'email'

/** The body that a hostname is ordered with, and with which a check is asked for at once. */
export function orderOf (hostname: string, method: Method) {
  return { hostname, ssl: { method, type: 'dv' } }
}

export type Story = Awaited<ReturnType<typeof openStory>>

/**
 * A listening sandbox whose zone looks at DNS and lives by a frozen clock and the published schedule, with the fallback origin
 * of the documentation in place.
 */
export async function openStory (t: Test, options: Given = {}) {
  const ports = { port: '0', 'dns-port': '0', 'edge-http-port': '0', 'edge-https-port': '0' }
  const sandbox = await startSandbox(readConfig({ profile: 'ci', inspector: 'dns', 'log-level': 'silent', ...ports, ...options }, {}))
  t.teardown(sandbox.close)
  const [zone] = sandbox.zones()
  assert(zone !== undefined)
  const { api, admin } = clientsOf(sandbox)
  const hostnames = `/zones/${zone.id}/custom_hostnames`
  await api('PUT', `${hostnames}/fallback_origin`, { origin: 'proxy-fallback.saasprovider.com' })
  const advance = async (by: string): Promise<void> => { await admin('POST', `/zones/${zone.id}/clock/advance`, { by }) }
  await advance('5s')
  return {
    sandbox,
    admin,
    advance,
    /** Advances until the hostname has come so far, all by itself. Rejects when it does not within the time. */
    async advanceUntil (hostname: string, until: { readonly status?: string, readonly ssl_status?: string }, atMost = '15d'): Promise<void> {
      await admin('POST', `/zones/${zone.id}/clock/advance`, { until: { hostname, ...until }, at_most: atMost })
    },
    /** Orders a hostname as the documentation does. */
    create: async (hostname: string, method: Method) => await api('POST', hostnames, orderOf(hostname, method)) as unknown as Seen,
    see: async ({ id }: Seen) => await api('GET', `${hostnames}/${id}`) as unknown as Seen,
    /** Asks for a check at once, by repeating the order. */
    recheck: async ({ id, hostname }: Seen, method: Method) => await api('PATCH', `${hostnames}/${id}`, orderOf(hostname, method)) as unknown as Seen,
    /** The same by the path of the collection, as older documentation prints it. */
    recheckByName: async (hostname: string, method: Method) => await api('PATCH', hostnames, orderOf(hostname, method)) as unknown as Seen,
    list: async (hostname: string) => await api('GET', `${hostnames}?hostname=${hostname}`) as unknown as readonly Seen[],
    /** Puts a record in place as a customer would: `app.customer.com CNAME john.customers.saasprovider.com`. */
    async put (line: string): Promise<void> {
      const [name, type, ...content] = line.split(' ')
      await admin('POST', '/dns/records', { name, type, content: content.join(' ') })
    },
    /** Takes all records of a name away. */
    remove: async (name: string) => await admin('DELETE', `/dns/records?name=${name}`),
    /** Asks the sandbox's DNS responder; one line for each record of the answer. */
    dig: async (...question: readonly string[]) =>
      (await run('dig', '@127.0.0.1', '-p', String(sandbox.dnsPort), '+tries=1', '+short', ...question)).split('\n').slice(0, -1)
  }
}

type Fields = Readonly<Record<string, unknown>>

/** Both APIs of a sandbox, in calls that reject when they are refused. The v4 API's give what is in its envelope. */
function clientsOf ({ url }: RunningSandbox) {
  const credentials = { 'x-auth-email': 'user@saasprovider.com', 'x-auth-key': '5a9df1a2e00000000000000000000000000c1' }
  const call = async (method: string, path: string, body?: unknown): Promise<Fields> => {
    const content = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(url + path, { method, headers: { ...credentials, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...content })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return JSON.parse(text) as Fields
  }
  return {
    api: async (method: string, path: string, body?: unknown) => (await call(method, `/client/v4${path}`, body))['result'],
    admin: async (method: string, path: string, body?: unknown) => await call(method, `/__admin${path}`, body)
  }
}
