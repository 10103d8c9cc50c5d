import { strict as assert } from 'node:assert'
import Cloudflare from 'cloudflare'
import type { Test } from 'tap'
import type { ScenarioWire } from '../../schemas/admin/scenario.ts'
import { ExplainSchema } from '../../schemas/admin/explain.ts'
import type { ExplainWire } from '../../schemas/admin/explain.ts'
import { createSandbox } from '../../src/index.ts'
import type { LibraryOptions, Sandbox } from '../../src/index.ts'
import { faultOf } from '../admin/support.ts'
import { checkAnswer } from '../contract/support.ts'
import type { Fields } from '../contract/support.ts'

export type Way = ScenarioWire['ways'][number]
type Created = Awaited<ReturnType<Cloudflare['customHostnames']['create']>>
type Hostname = Awaited<ReturnType<Cloudflare['customHostnames']['get']>>
type Given = Omit<Parameters<Cloudflare['customHostnames']['create']>[0], 'zone_id' | 'hostname'>
type Edit = Omit<Parameters<Cloudflare['customHostnames']['edit']>[1], 'zone_id'>

/** A sandbox whose zone has an active fallback origin, and the official client. */
export async function openStage (t: Test, options: LibraryOptions = {}) {
  const sandbox = await createSandbox(options)
  t.teardown(sandbox.close)
  const client = clientOf(sandbox)
  const zone = { zone_id: sandbox.zone.id }
  await client.customHostnames.fallbackOrigin.update({ ...zone, origin: `proxy-fallback.${sandbox.zone.name}` })
  await sandbox.advance('5s')
  return { sandbox, client, zone }
}

function clientOf ({ token, baseURL }: Sandbox): Cloudflare {
  return new Cloudflare({
    apiToken: token,
    apiEmail: null,
    apiKey: null,
    baseURL,
    maxRetries: 0,
    fetch: async (input, init) => {
      const response = await fetch(input, init)
      const { pathname, search } = new URL(String(input))
      const body = await response.clone().json() as Fields
      checkAnswer(init?.method?.toUpperCase() ?? 'GET', `${pathname.replace(/^\/client\/v4/, '')}${search}`, { status: response.status, headers: response.headers, body })
      return response
    }
  })
}

/** One hostname and the scenario that it lives through, asked for in one of the ways. */
export interface Stage {
  readonly way: Way
  readonly sandbox: Sandbox
  readonly client: Cloudflare
  readonly zone: { readonly zone_id: string }
  readonly hostname: string
  /** Creates it with a txt certificate unless told otherwise; asks for the scenario by call where that is the way. */
  create (given?: Given): Promise<Created>
  look (): Promise<Hostname>
  /** Looks after this time. */
  after (duration: string): Promise<Hostname>
  patch (edit?: Edit): Promise<void>
  explain (): Promise<ExplainWire>
}

/** Sets the stage for a scenario; `label` with its numbers. */
export async function stageOf (t: Test, label: string, way: Way): Promise<Stage> {
  const { sandbox, client, zone } = await openStage(t)
  const { admin } = sandbox
  const hostname = `${way === 'label' ? label : 'app'}.shop.customer.com`
  if (way === 'zone') await admin.zones.update(zone.zone_id, { settings: { scenario: label } })
  let id = ''
  const look = async (): Promise<Hostname> => await client.customHostnames.get(id, zone)
  return {
    way,
    sandbox,
    client,
    zone,
    hostname,
    async create (given = { ssl: { method: 'txt', type: 'dv' } }) {
      const created = await client.customHostnames.create({ ...zone, hostname, ...given })
      id = created.id
      if (way === 'hostname') await admin.scenarios.set(zone.zone_id, id, label)
      return created
    },
    look,
    async after (duration) {
      await sandbox.advance(duration)
      return await look()
    },
    async patch (edit = { ssl: { method: 'txt', type: 'dv' } }) {
      await client.customHostnames.edit(id, { ...zone, ...edit })
    },
    async explain () {
      const explained = await admin.explain(zone.zone_id, id)
      assert.equal(faultOf(ExplainSchema, explained), undefined)
      return explained
    }
  }
}

/** Both statuses of a hostname. */
export function statusesOf ({ status, ssl }: Hostname): [string | undefined, string | undefined] {
  return [status, ssl?.status]
}

/** The texts of `ssl.validation_errors`. */
export function validationErrorsOf ({ ssl }: Hostname): Array<string | undefined> {
  return (ssl?.validation_errors ?? []).map(({ message }) => message)
}

/** How the API refuses a call: HTTP status, code and message. */
export async function refusalOf (call: () => Promise<unknown>): Promise<readonly [status: number | undefined, code: number | undefined, message: string]> {
  const thrown: unknown = await call().then(() => undefined, (error: unknown) => error)
  assert.ok(thrown instanceof Cloudflare.APIError, 'the call is refused')
  return [thrown.status, thrown.errors[0]?.code, thrown.errors[0]?.message ?? '']
}

/** What a story asserts on its stage; throws where it is not as told. */
export type Story = (stage: Stage) => Promise<void>
