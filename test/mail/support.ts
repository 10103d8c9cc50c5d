import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import type { Test } from 'tap'
import type { Context } from '../../src/context.ts'
import type { CustomHostname } from '../../src/core/custom-hostname.ts'
import { parseDuration } from '../../src/core/instant.ts'
import type { ValidationMethod } from '../../src/core/statuses.ts'
import type { InspectorName, ZoneSettings } from '../../src/core/zone.ts'
import { defaultZoneSettings } from '../../src/core/zone-settings.ts'
import { createCustomHostname } from '../../src/custom-hostnames/create.ts'
import { decodeHostname } from '../../src/custom-hostnames/request.ts'
import { patchCustomHostname } from '../../src/custom-hostnames/use-cases.ts'
import { createServer } from '../../src/http/server.ts'
import { approvalRoutes } from '../../src/mail/routes.ts'
import type { Delivery } from '../../src/mail/service.ts'
import { createMail } from '../../src/mail/service.ts'
import { baseDomain, publicSuffix } from '../../src/public-suffix.ts'
import { createRandom } from '../../src/random.ts'
import type { Inspector } from '../../src/scheduler/inspector.ts'
import { autoInspector, manualInspector } from '../../src/scheduler/foreseeing.ts'
import { createScheduler } from '../../src/scheduler/scheduler.ts'
import { scenarioOf, zoneFor } from '../../src/scenarios.ts'
import { scheduleOf } from '../../src/schedules.ts'
import type { Letter, Mail } from '../../src/store/mails.ts'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import type { Store } from '../../src/store/store.ts'

export const START = Date.parse('2026-01-01T00:00:00Z')
export const ROLES = ['administrator', 'admin', 'hostmaster', 'postmaster', 'webmaster']

export interface WorldOptions {
  readonly settings?: Partial<ZoneSettings>
  readonly database?: string
  readonly delivery?: Delivery
  /** A service that is not started yet. */
  readonly idle?: boolean
}

export type World = Awaited<ReturnType<typeof createWorld>>

/** A frozen zone saasprovider.com with its mail service, and the page of approval on a port of its own. */
export async function createWorld (t: Test, { settings, database = ':memory:', delivery, idle = false }: WorldOptions = {}) {
  const store = openSqliteStore(database)
  const random = createRandom('1')
  const clock = { now: () => START }
  const inspectors = { auto: autoInspector, manual: manualInspector, dns: lookingAtMail(store) }
  const scheduler = createScheduler({ store, clock, inspectors, onError: error => { throw error } })
  const context: Context = {
    store,
    random,
    clock,
    now: scheduler.now,
    scheduleOf,
    scenarioOf,
    zoneFor,
    rulesFor: scheduler.rulesFor,
    displaceElsewhere: scheduler.displaceElsewhere,
    wake: () => {},
    publicSuffix,
    baseDomain,
    // Mail neither reads certificates nor shows hostnames.
    certificates: { check: unneeded, createCsr: unneeded },
    renderHostname: () => '{}'
  }
  const app = createServer({ logger: pino({ level: 'silent' }), logRequests: false, nextRay: () => '0' })
  await app.register(approvalRoutes, { context, catchUp: scheduler.catchUp })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const mail = createMail({ context, baseUrl: () => url, delivery, onError: error => { throw error } })
  const close = async (): Promise<void> => {
    await app.close()
    await mail.stop()
    await store.close()
  }
  if (store.zones.list().length === 0) await plantZone(store, settings)
  if (!idle) {
    await mail.start()
    t.teardown(close)
  }
  return { store, context, scheduler, mail, close, ...actions({ store, context, mail, exclusively: scheduler.exclusively }) }
}

async function unneeded (): Promise<never> {
  throw new Error('no certificate is uploaded here')
}

/** An inspector that finds nothing in place but what was approved by mail. */
function lookingAtMail (store: Store): Inspector {
  return {
    async gather (_stretch, { seq, lifecycle: { certificate } }) {
      const approved = certificate !== undefined && store.mails.isApproved(seq, certificate.order.number)
      const absent = { passes: false, errors: [] } as const
      return { ownership: () => absent, dcv: () => approved ? { passes: true } : absent, stage: () => ({ passes: true }), activeHolds: false }
    }
  }
}

async function plantZone (store: Store, settings: Partial<ZoneSettings> = {}): Promise<void> {
  await store.identities.insertAccount({ id: '1'.repeat(32), name: 'SaaS Provider', createdAt: START })
  const defaults = defaultZoneSettings({ plan: 'enterprise', schedule: 'realistic', inspector: 'manual', strict: false, certificateAuthority: 'google' })
  await store.zones.insert({
    id: '2'.repeat(32),
    name: 'saasprovider.com',
    accountId: '1'.repeat(32),
    status: 'active',
    type: 'full',
    createdAt: START,
    clock: { mode: 'frozen', now: START },
    settings: { ...defaults, ...settings }
  })
}

interface ActionParts {
  readonly store: Store
  readonly context: Context
  readonly mail: ReturnType<typeof createMail>
  readonly exclusively: ReturnType<typeof createScheduler>['exclusively']
}

function actions ({ store, context, mail, exclusively }: ActionParts) {
  const zone = () => {
    const [first] = store.zones.list()
    if (first === undefined) throw new Error('no zone')
    return first
  }
  const hostnameOf = async (name: string): Promise<CustomHostname> => {
    const found = await store.customHostnames.findByHostname(zone().no, name)
    if (found === undefined) throw new Error(`no hostname ${name}`)
    return found
  }
  const patch = async (name: string, body: object): Promise<void> => {
    await patchCustomHostname(context, zone(), (await hostnameOf(name)).id, decodeHostname({ ...body }))
  }
  return {
    zone,
    hostnameOf,
    patch,
    async create (name: string, method: ValidationMethod = 'email'): Promise<CustomHostname> {
      await createCustomHostname(context, zone(), context.now(zone()), decodeHostname({ hostname: name, ssl: { method, type: 'dv' } }))
      return await hostnameOf(name)
    },
    /** Takes the zone's clock on. */
    async advance (duration: string): Promise<void> {
      await exclusively(zone().id, async (current, settle) => {
        const until = context.now(current) + (parseDuration(duration) ?? NaN)
        await store.zones.saveClock(current.no, { mode: 'frozen', now: until })
        await settle(until)
      })
    },
    /** What the documentation calls a recheck: PATCH with the same `ssl`. */
    async refresh (name: string): Promise<void> {
      await patch(name, { ssl: { method: 'email', type: 'dv' } })
    },
    async inspectedBy (inspector: InspectorName): Promise<void> {
      await store.zones.saveSettings(zone().no, { ...zone().settings, inspector })
    },
    async sslStatus (name: string): Promise<string | undefined> {
      return (await hostnameOf(name)).lifecycle.certificate?.status
    },
    /** The mailbox, newest first, once everything is written. */
    async mailbox (): Promise<readonly Mail[]> {
      await mail.settled()
      return await store.mails.list({}, { offset: 0, limit: 10_000 })
    },
    /** The links in the mailbox, newest first, each once. */
    async links (): Promise<readonly string[]> {
      return [...new Set((await this.mailbox()).map(found => mail.compose(found).link))]
    }
  }
}

/** What a browser sends when a person has ticked the box and presses the button. */
export async function submit (link: string, fields: Record<string, string> = { approve: 'yes' }) {
  const response = await fetch(link, { method: 'POST', body: new URLSearchParams(fields) })
  return { status: response.status, headers: response.headers, html: await response.text() }
}

export async function open (link: string) {
  const response = await fetch(link)
  return { status: response.status, headers: response.headers, html: await response.text() }
}

/** A question about a hostname, as the service would ask it. */
export function letter (zoneNo: number, customHostname: CustomHostname, parts: Partial<Letter> = {}): Letter {
  return { zoneNo, customHostname, order: 1, askedAt: START, at: START, token: 'token', recipients: ['admin@customer.com'], again: false, ...parts }
}
