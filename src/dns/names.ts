/** The name of the zone above all others. */
export const ROOT = '.'

/** Lower case, without the trailing dot: the form in which names are compared and looked up. */
export function normaliseName (name: string): string {
  const bare = name.length > 1 && name.endsWith('.') ? name.slice(0, -1) : name
  return bare === '' ? ROOT : bare.toLowerCase()
}

/** The name one label up; the root is the parent of every single label and has none itself. */
export function parentName (name: string): string | undefined {
  if (name === ROOT) return undefined
  const dot = name.indexOf('.')
  return dot === -1 ? ROOT : name.slice(dot + 1)
}

/** The name and every name above it, nearest first, the root last. */
export function namesUpwards (name: string): readonly string[] {
  const names: string[] = []
  for (let at: string | undefined = name; at !== undefined; at = parentName(at)) names.push(at)
  return names
}

/** The wildcard directly below a name. */
export function wildcardBelow (name: string): string {
  return name === ROOT ? '*' : `*.${name}`
}

/**
 * Tells whether a packet can carry the name: labels of 1 to 63 printable ASCII characters, 253 characters in all.
 * Escapes are not understood: the sandbox has no name that would need one.
 */
export function isCarriableName (name: string): boolean {
  const bare = normaliseName(name)
  if (bare === ROOT) return true
  return bare.length <= 253 && bare.split('.').every(label => /^[!-[\]-~]{1,63}$/.test(label))
}
