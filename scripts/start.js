// Starts the sandbox from source. Plain JavaScript, because an old Node cannot read src/main.ts, which makes the same check.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`Sandflare needs Node.js 22.18 or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

await import('../src/main.ts')
