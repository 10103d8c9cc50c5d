import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

const BROWSER = new URL('browser/', import.meta.url)

/** Browsers of which every one has what the page uses. */
const TARGET = ['chrome123', 'firefox121', 'safari17.5']

/** The page and its files, by name, bundled from their source. esbuild is there for development only. */
export async function buildDashboard (): Promise<ReadonlyMap<string, Uint8Array>> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [{ in: fileURLToPath(new URL('main.tsx', BROWSER)), out: 'dashboard' }],
    outdir: 'dashboard',
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: TARGET,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'warning',
    write: false
  })
  const icon = await readFile(new URL('icon.svg', BROWSER))
  const files = new Map([
    ...outputFiles.map(({ path, contents }) => [basename(path), contents] as const),
    [`icon-${createHash('sha256').update(icon).digest('hex').slice(0, 8)}.svg`, icon] as const
  ])
  const page = pageOf(await readFile(new URL('index.html', BROWSER), 'utf8'), [...files.keys()])
  return files.set('index.html', Buffer.from(page))
}

/** Fills the names of script, style and icon into the page. */
function pageOf (template: string, names: readonly string[]): string {
  return template.replace(/%(js|css|svg)%/g, (_all, kind: string) => names.find(name => name.endsWith(`.${kind}`)) ?? '')
}
