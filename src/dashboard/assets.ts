import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { extname } from 'node:path'

/** A file as it is served. */
export interface Asset {
  readonly type: string
  readonly body: Buffer
  readonly etag: string
}

export interface Assets {
  readonly page: Asset
  /** What the page loads, by names that hold a hash of it. */
  readonly files: ReadonlyMap<string, Asset>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml'
}

/** The built files: from the folder beside the program or, where the program runs from source, built on the spot. */
export async function loadAssets (): Promise<Assets> {
  if (import.meta.url.endsWith('.ts')) {
    const { buildDashboard } = await import('./build.ts')
    return toAssets(await buildDashboard())
  }
  // The program's bundle and the library's modules lie at different depths below the same folder.
  const folder = ['../dashboard/', '../../dashboard/'].map(path => new URL(path, import.meta.url)).find(url => existsSync(new URL('index.html', url)))
  if (folder === undefined) throw new Error('the files of the dashboard are missing beside the program: npm run build makes them')
  const names = await readdir(folder)
  return toAssets(new Map(await Promise.all(names.map(async name => [name, await readFile(new URL(name, folder))] as const))))
}

function toAssets (contents: ReadonlyMap<string, Uint8Array>): Assets {
  const files = new Map([...contents].map(([name, content]) => [name, toAsset(name, content)] as const))
  const page = files.get('index.html')
  if (page === undefined) throw new Error('the dashboard was built without its page')
  files.delete('index.html')
  return { page, files }
}

function toAsset (name: string, content: Uint8Array): Asset {
  const body = Buffer.from(content)
  return { type: TYPES[extname(name)] ?? 'application/octet-stream', body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
}
