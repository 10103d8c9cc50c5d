/** Why the program cannot run on a version of Node.js such as `22.18.0`; undefined when it can. The bundled SQLite crashes older ones. */
export function nodeObjection (version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const old = major < 22 || (major === 22 && minor < 18)
  return old ? `Sandflare needs Node.js 22.18 or newer; this is ${version}.` : undefined
}
