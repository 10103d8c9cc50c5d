const NAME = /^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/
const HOST = /^([a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i

/** A name of a handshake or a record as the edge compares names: lower case, no final dot. Undefined: no name at all. */
export function normaliseName (text: string): string | undefined {
  const name = (text.endsWith('.') ? text.slice(0, -1) : text).toLowerCase()
  return name.length <= 253 && NAME.test(name) ? name : undefined
}

/** The name in a `Host` header, without its port. An IPv6 address stays in brackets. Undefined: malformed. */
export function nameOfHost (host: string): string | undefined {
  const [, name] = HOST.exec(host) ?? []
  if (name === undefined) return undefined
  return name.startsWith('[') ? name.toLowerCase() : normaliseName(name)
}

/** The name and every name above it, nearest first. */
export function upwards (name: string): readonly string[] {
  const labels = name.split('.')
  return labels.map((_, i) => labels.slice(i).join('.'))
}
