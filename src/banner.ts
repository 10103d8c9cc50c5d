import type { Config } from './config/config.ts'
import { formatInstant } from './core/instant.ts'
import { zoneNow } from './core/zone.ts'
import type { RunningSandbox } from './sandbox.ts'
import { readDefaultWorld } from './seed/seed.ts'

/** What a start prints: where it listens, what to authenticate with, and a command to paste. */
export function banner (sandbox: RunningSandbox, config: Config, systemNow: number): string {
  const [zone] = sandbox.zones()
  const token = shownToken(sandbox, config)
  const lines = [
    ['listening on', `${sandbox.url}/client/v4`],
    ['dashboard', `${sandbox.url}/`],
    ['documentation', `${sandbox.url}/docs`],
    ...edgeLines(sandbox),
    ['profile', `${config.profile}, schedule ${scheduleName(config)}, inspector ${config.inspector}`],
    ['database', config.database],
    ...(zone === undefined
      ? []
      : [['zone', `${zone.id} (${zone.name})`], ['clock', `${zone.clock.mode}, ${formatInstant(zoneNow(zone.clock, systemNow))}`]]),
    ['token', token ?? 'as printed when this database was made'],
    ...(sandbox.generated === undefined ? [] : [['email and key', `${sandbox.generated.email}  ${sandbox.generated.key}`]]),
    ['admin', `${sandbox.url}/__admin${sandbox.adminToken === undefined ? ', no token asked' : config.adminToken === 'generated' ? `, token ${sandbox.adminToken}` : ', token as configured'}`]
  ]
  const width = Math.max(...lines.map(([name = '']) => name.length))
  const facts = lines.map(([name = '', value = '']) => `  ${name.padEnd(width)}  ${value}`).join('\n')
  const paste = zone === undefined ? '' : `\nCreate a custom hostname:\n\n${createCommand(sandbox.url, zone.id, token ?? '<token>')}\n`
  return `\nSandflare, a sandbox of Cloudflare for SaaS\n\n${facts}\n${paste}`
}

function edgeLines ({ url, edgeHttpPort, edgeHttpsPort }: RunningSandbox): string[][] {
  const { hostname } = new URL(url)
  const listeners = [['http', edgeHttpPort], ['https', edgeHttpsPort]].flatMap(([scheme, port]) => port === undefined ? [] : [`${scheme}://${hostname}:${port}`])
  return listeners.length === 0 ? [] : [['edge', listeners.join(', ')]]
}

function createCommand (url: string, zoneId: string, token: string): string {
  return [
    `curl ${url}/client/v4/zones/${zoneId}/custom_hostnames \\`,
    `  -H "Authorization: Bearer ${token}" -H "Content-Type: application/json" \\`,
    '  -d \'{"hostname":"app.customer.com","ssl":{"method":"http","type":"dv"}}\''
  ].join('\n')
}

/** The default world's token is public; a token that guards something is shown only when it is made. */
function shownToken ({ generated }: RunningSandbox, { seed, auth }: Config): string | undefined {
  if (generated !== undefined) return generated.token
  if (seed !== undefined || auth === 'tokens') return undefined
  return readDefaultWorld().tokens?.[0]?.token
}

function scheduleName ({ schedule }: Config): string {
  if (typeof schedule === 'string') return schedule
  return String((schedule as { readonly name?: unknown }).name)
}
