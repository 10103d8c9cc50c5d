import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'

t.test('npm start ends when npm is told to', async t => {
  const ports = ['--port', '--dns-port', '--edge-http-port', '--edge-https-port'].flatMap(name => [name, '0'])
  const npm = spawn('npm', ['start', '--', ...ports, '--database', ':memory:'], {
    cwd: join(import.meta.dirname, '../..'), stdio: ['ignore', 'pipe', 'ignore'], detached: true
  })
  // What is left of its group, should the sandbox stay: it would hold the test up.
  t.teardown(() => { try { process.kill(-(npm.pid ?? 0), 'SIGKILL') } catch {} })
  let printed = ''
  for await (const chunk of npm.stdout) {
    printed += String(chunk)
    if (printed.includes('Create a custom hostname')) break
  }
  const [, url = ''] = /listening on +(http:\/\/[^/]+)/.exec(printed) ?? []
  t.equal((await fetch(`${url}/readyz`)).status, 200)
  const ended = once(npm, 'exit')
  npm.kill('SIGTERM')
  await ended
  // Another process, which nobody can wait for.
  let answers = true
  for (let tries = 0; tries < 100 && answers; tries++) {
    await setTimeout(100)
    answers = await fetch(`${url}/readyz`).then(() => true, () => false)
  }
  t.notOk(answers)
})
