import { AdminError, ConfigError, createAdminClient, createSandbox, SeedError } from 'sandflare'
import type { AdminClient, AdminClientParts, ClockClient, LibraryOptions, Sandbox } from 'sandflare'
import { forwardToSandbox } from 'sandflare/msw'
import type { ForwardOptions } from 'sandflare/msw'
import { SandflareContainer } from 'sandflare/testcontainers'
import type { ContainerOptions, ContainerZone, StartedSandflareContainer } from 'sandflare/testcontainers'
import { setupServer } from 'msw/node'

const options: LibraryOptions = { schedule: 'instant', clock: 'frozen' }
const sandbox: Sandbox = await createSandbox(options)
const parts: AdminClientParts = { url: sandbox.url }
const admin: AdminClient = createAdminClient(parts)
const clock: ClockClient = admin.clock
const now: string = (await clock.get(sandbox.zone.id)).now
const events: string[] = (await sandbox.advance('90s')).events.map(({ type }) => type)
const forward: ForwardOptions = {}
setupServer(...forwardToSandbox(sandbox, forward)).listen()
const settings: ContainerOptions = { schedule: 'fast' }
const container: StartedSandflareContainer = await new SandflareContainer('sandflare').withOptions(settings).withStartupTimeout(1000).start()
const zone: ContainerZone = container.zone
const port: number = container.edgeHttpPort
console.log(now, events, zone, port, AdminError, ConfigError, SeedError)
// @ts-expect-error: a schedule of the container is text
new SandflareContainer('sandflare').withOptions({ schedule: 1 })
// @ts-expect-error: there is no such option
await createSandbox({ scheduel: 'instant' })
