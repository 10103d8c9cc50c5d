#!/usr/bin/env node
// The program's first file. It imports nothing of weight before it has looked at Node's version, because the modules behind it
// do not even load on an old Node, and its reader would get a stack trace instead of a reason.
import { nodeObjection } from './node-version.ts'

const objection = nodeObjection(process.versions.node)
if (objection !== undefined) {
  console.error(objection)
  process.exit(1)
}

// What was compiled is kept for the next start, in the system's folder for such things; where that cannot be, nothing is lost.
const { enableCompileCache } = await import('node:module')
enableCompileCache()

// The heap of a start is looked through sooner than threads are woken to help with it; from then on V8 does as it likes.
const { setFlagsFromString } = process.getBuiltinModule('node:v8')
const HELPERS = ['concurrent-marking', 'parallel-scavenge'] as const
for (const helper of HELPERS) setFlagsFromString(`--no-${helper}`)
setTimeout(() => { for (const helper of HELPERS) setFlagsFromString(`--${helper}`) }, 1000).unref()

await import('./command-line.ts')
