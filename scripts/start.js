// Starts the sandbox from source. Plain JavaScript, because an old Node cannot read src/main.ts, which makes the same check.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`Sandflare needs Node.js 22.18 or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

// A SIGTERM that npm gets ends npm and its shell, and neither passes it on: the end of the shell is the signal.
if (process.env.npm_lifecycle_event === 'start') {
  const shell = process.ppid
  setInterval(() => { if (process.ppid !== shell) process.kill(process.pid, 'SIGTERM') }, 200).unref()
}

await import('../src/main.ts')
