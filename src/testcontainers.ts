import type { StartedTestContainer } from 'testcontainers'
import { AbstractStartedContainer, GenericContainer, Wait } from 'testcontainers'
import world from '../fixtures/world.json' with { type: 'json' }
import type { AdvanceAnswerWire, AdvanceClockWire } from '../schemas/admin/clock.ts'
import type { AdminClient } from './admin-client/client.ts'
import { createAdminClient } from './admin-client/client.ts'
import type { OptionName } from './config/options.ts'
import { environmentName, OPTIONS } from './config/options.ts'

const API_PORT = 4400
const DNS_PORT = 4453
const EDGE_HTTP_PORT = 4480
const EDGE_HTTPS_PORT = 4443

/** Options of the program by name; the ports inside the container are fixed. */
export type ContainerOptions = Readonly<Partial<Record<Exclude<OptionName, 'host' | 'port' | 'dns-port' | 'edge-http-port' | 'edge-https-port'>, string>>>

/**
 * A sandbox in a container, set up like one of the library: in memory, its clock frozen, the same ids at every run. No image is published
 * under a name of ours, so the name is yours: what `docker build -t sandflare .` made, or what your registry holds.
 */
export class SandflareContainer extends GenericContainer {
  private adminToken: string | undefined

  constructor (image: string) {
    super(image)
    this.withExposedPorts(API_PORT, EDGE_HTTP_PORT, EDGE_HTTPS_PORT, `${DNS_PORT}/tcp`, `${DNS_PORT}/udp`)
      .withWaitStrategy(Wait.forHttp('/readyz', API_PORT).forStatusCode(200))
      .withOptions({ profile: 'ci', database: ':memory:' })
  }

  /** Sets options of the program, such as `{ schedule: 'fast', clock: 'running' }`. Throws TypeError on a name that is none. */
  withOptions (options: ContainerOptions): this {
    for (const [name, value] of Object.entries(options)) {
      if (!OPTIONS.some(option => option.name === name)) throw new TypeError(`${JSON.stringify(name)} is not an option of Sandflare`)
      this.withEnvironment({ [environmentName(name)]: value })
    }
    const token = options['admin-token']
    if (token !== undefined) this.adminToken = token === 'none' ? undefined : token
    return this
  }

  /** Rejects with AdminError when the admin API refuses, for instance because its token was not set by `withOptions`. */
  override async start (): Promise<StartedSandflareContainer> {
    const container = await super.start()
    try {
      return await StartedSandflareContainer.of(container, this.adminToken)
    } catch (error) {
      await container.stop()
      throw error
    }
  }
}

/** The zone that tests use unless they make their own. */
export interface ContainerZone {
  readonly id: string
  readonly name: string
  readonly accountId: string
}

/** A sandbox that runs in a container, with the members that a sandbox of the library has. */
export class StartedSandflareContainer extends AbstractStartedContainer {
  /** Where it listens, as this process reaches it. */
  readonly url: string
  /** The base URL for clients of the v4 API. */
  readonly baseURL: string
  /** The first zone of its world. */
  readonly zone: ContainerZone
  /** Credentials of the default world. The image takes any that are well-formed; with `auth: 'tokens'` make a zone, whose answer has a token. */
  readonly token: string
  readonly email: string
  readonly key: string
  readonly admin: AdminClient

  constructor (container: StartedTestContainer, zone: ContainerZone, adminToken?: string) {
    super(container)
    const [token] = world.tokens
    const [user] = world.users
    this.url = urlOf(container)
    this.baseURL = `${this.url}/client/v4`
    this.zone = zone
    this.token = token?.token ?? ''
    this.email = user?.email ?? ''
    this.key = user?.key ?? ''
    this.admin = createAdminClient({ url: this.url, ...(adminToken === undefined ? {} : { adminToken }) })
  }

  /** Asks a container that has started for its zone. */
  static async of (container: StartedTestContainer, adminToken?: string): Promise<StartedSandflareContainer> {
    const admin = createAdminClient({ url: urlOf(container), ...(adminToken === undefined ? {} : { adminToken }) })
    const [zone] = await admin.zones.list()
    if (zone === undefined) throw new Error('the sandbox in the container has no zone: its seed needs one')
    return new StartedSandflareContainer(container, { id: zone.id, name: zone.name, accountId: zone.account_id }, adminToken)
  }

  get edgeHttpPort (): number {
    return this.getMappedPort(EDGE_HTTP_PORT)
  }

  get edgeHttpsPort (): number {
    return this.getMappedPort(EDGE_HTTPS_PORT)
  }

  /** Of the DNS responder over UDP. */
  get dnsPort (): number {
    return this.getMappedPort(DNS_PORT, 'udp')
  }

  /** Of the DNS responder over TCP. */
  get dnsTcpPort (): number {
    return this.getMappedPort(DNS_PORT, 'tcp')
  }

  /** Advances the clock of `zone`, by a duration such as `90s` or as the admin API takes it. */
  async advance (input: string | AdvanceClockWire): Promise<AdvanceAnswerWire> {
    return await this.admin.clock.advance(this.zone.id, typeof input === 'string' ? { by: input } : input)
  }

  /** Takes everything back to how it started. */
  async reset (): Promise<void> {
    await this.admin.reset()
  }
}

function urlOf (container: StartedTestContainer): string {
  const host = container.getHost()
  return `http://${host.includes(':') ? `[${host}]` : host}:${container.getMappedPort(API_PORT)}`
}
