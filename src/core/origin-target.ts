/** Where requests for the name of an origin really go: a server on this machine in place of what DNS says. */
export interface OriginTarget {
  /** What the server speaks. */
  readonly scheme: 'http' | 'https'
  /** A name or an address; an IPv6 address without brackets. */
  readonly host: string
  readonly port: number
}

export interface OriginOverride {
  /** The name of the origin, lower case. */
  readonly name: string
  readonly target: OriginTarget
}

/** The overrides of one sandbox: what it was started with, and what was changed since. */
export interface OriginOverrides {
  list (): readonly OriginOverride[]
  find (name: string): OriginTarget | undefined
  put (override: OriginOverride): void
  /** False when there was none of the name. */
  remove (name: string): boolean
  /** Back to what the sandbox was started with. */
  reset (): void
}

const TARGET = /^(?:(https?):\/\/)?(?:\[([0-9a-f:.]+)\]|([a-z0-9_-]+(?:\.[a-z0-9_-]+)*))(?::(\d{1,5}))?\/?$/i
const NAME = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/

/** Reads `127.0.0.1:3000`, `http://web:3000` or `https://[::1]:8443`; without a scheme it is a plain HTTP server. Undefined: none of these. */
export function parseOriginTarget (text: string): OriginTarget | undefined {
  const [, given = 'http', ipv6, name, digits] = TARGET.exec(text) ?? []
  const host = ipv6 ?? name
  const scheme = given.toLowerCase() === 'https' ? 'https' : 'http'
  const port = digits === undefined ? (scheme === 'https' ? 443 : 80) : Number(digits)
  if (host === undefined || port < 1 || port > 65535) return undefined
  return { scheme, host: host.toLowerCase(), port }
}

/** The text that `parseOriginTarget` reads as this target, with its scheme. */
export function formatOriginTarget ({ scheme, host, port }: OriginTarget): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Reads `app.saasprovider.com=127.0.0.1:3000`. Undefined: not of this form. */
export function parseOriginOverride (text: string): OriginOverride | undefined {
  const [name = '', ...rest] = text.split('=')
  const target = parseOriginTarget(rest.join('='))
  const lower = name.toLowerCase()
  return target === undefined || !isOriginName(lower) ? undefined : { name: lower, target }
}

/** True for what can be the name of an origin, in lower case. */
export function isOriginName (name: string): boolean {
  return name.length <= 253 && NAME.test(name)
}

/** Overrides held in memory, beginning with the given ones. */
export function createOriginOverrides (initial: readonly OriginOverride[]): OriginOverrides {
  const held = new Map<string, OriginTarget>()
  const reset = (): void => {
    held.clear()
    for (const { name, target } of initial) held.set(name, target)
  }
  reset()
  return {
    reset,
    list: () => [...held].map(([name, target]) => ({ name, target })).sort((a, b) => a.name < b.name ? -1 : 1),
    find: name => held.get(name),
    put: ({ name, target }) => { held.set(name, target) },
    remove: name => held.delete(name)
  }
}
