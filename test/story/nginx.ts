import { strict as assert } from 'node:assert'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { ValidationRecord } from '../../src/core/dcv.ts'
import { programAt } from './support.ts'

/** A web server of a customer. */
export interface Nginx {
  readonly port: number
  /** What it was asked, one line for each request: host, path, status, client. */
  requests (): string[]
}

/** Starts an nginx that needs no privileges and keeps all its files in a folder of the test. */
export async function startNginx (t: Test, serverName: string, locations: string): Promise<Nginx> {
  const folder = t.testdir()
  const listener = createServer()
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  writeFileSync(join(folder, 'nginx.conf'), configOf({ port, folder, serverName, locations }))
  // Handing the socket over (`NGINX` names its descriptor) leaves no moment at which the port is somebody else's or closed:
  // whoever connects before nginx is ready waits in its queue.
  const nginx = spawn(programAt('nginx'), ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe', descriptorOf(listener)], env: { NGINX: '3;' }
  })
  let said = ''
  nginx.stderr?.on('data', (data: Buffer) => { said += data.toString() })
  nginx.on('exit', (code, signal) => { assert.equal(code, 0, `nginx ended (${code ?? signal}): ${said}`) })
  listener.close()
  t.teardown(async () => {
    nginx.kill('SIGTERM')
    if (nginx.exitCode === null && nginx.signalCode === null) await once(nginx, 'exit')
  })
  return { port, requests: () => readFileSync(join(folder, 'access.log'), 'utf8').split('\n').slice(0, -1) }
}

/** Node has no public name for it. */
function descriptorOf (listener: Server): number {
  const { _handle: handle } = listener as unknown as { readonly _handle: { readonly fd: number } }
  assert(handle.fd >= 0)
  return handle.fd
}

/** The location that the documentation shows for a token. */
export function locationOf ({ http_url: url = '', http_body: body = '' }: ValidationRecord): string {
  return `location "${new URL(url).pathname}" {
        return 200 "${body}\\n";
}`
}

interface ConfigParts {
  readonly port: number
  readonly folder: string
  readonly serverName: string
  readonly locations: string
}

function configOf ({ port, folder, serverName, locations }: ConfigParts): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `${name}_temp_path ${folder}/${name};`)
  return `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
events {}
http {
${temporary.join('\n')}
log_format asked '$host $uri $status $http_user_agent';
access_log ${folder}/access.log asked;
server {
listen 127.0.0.1:${port};
server_name ${serverName};
${locations}
}
}
`
}
