import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAuthorities } from '../../src/ca/authorities.ts'
import type { Authorities } from '../../src/ca/authorities.ts'
import { issueLeaf } from '../../src/ca/leaf.ts'
import type { Leaf, LeafRequest } from '../../src/ca/leaf.ts'
import type { RandomBytes } from '../../src/ca/serial-number.ts'

export const DAY = 86_400_000

/** The start of the present second: certificates are judged by libraries that read the machine's clock themselves. */
export const systemNow = Math.floor(Date.now() / 1000) * 1000

/** Random bytes that count up, so that each test draws the same ones. */
export function countingBytes (): RandomBytes {
  let drawn = 0
  return (size) => Uint8Array.from({ length: size }, () => drawn++ % 256)
}

export async function someAuthorities (): Promise<Authorities> {
  return await createAuthorities({ now: systemNow, random: countingBytes() })
}

/** A Google leaf for app.example.com, valid now, unless told otherwise. */
export async function someLeaf (authorities: Authorities, overrides: Partial<LeafRequest> = {}): Promise<Leaf> {
  return await issueLeaf({
    authority: authorities.intermediates.google,
    keyType: 'ecdsa',
    hosts: ['app.example.com'],
    commonName: 'app.example.com',
    serialNumber: '1001172778337169491',
    notBefore: systemNow - DAY,
    notAfter: systemNow + 89 * DAY,
    ...overrides
  })
}

/** Runs `openssl` in a fresh folder that holds these files, and gives what it printed and the folder's texts. */
export function openssl (files: Readonly<Record<string, string>>, ...commands: readonly string[][]): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandflare-ca-'))
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    return commands.map((command) => execFileSync('openssl', command, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })).join('')
  } finally {
    rmSync(folder, { recursive: true })
  }
}
