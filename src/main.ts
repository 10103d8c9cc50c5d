#!/usr/bin/env node
// The program's first file. It imports nothing before it has looked at Node's version, because the modules behind it
// do not even load on an old Node, and its reader would get a stack trace instead of a reason.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`Sandflare needs Node.js 22.18 or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

// What was compiled is kept for the next start, in the system's folder for such things; where that cannot be, nothing is lost.
const { enableCompileCache } = await import('node:module')
enableCompileCache()

await import('./command-line.ts')
