import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { succeed } from './shell.ts'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Where `npm pack` runs: a folder with what the image's build stage copies, and with what is published beside it. */
export interface Packed {
  readonly folder: string
  /** The package. */
  readonly tarball: string
  /** What is in it, by path. */
  readonly files: readonly string[]
  remove (): Promise<void>
}

/** Builds and packs a copy of the project, so that the folder `dist` of the checkout is left alone. */
export async function pack (): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), 'sandflare-packed-'))
  const source = join(folder, 'source')
  for (const [from, to] of [...await copiedByBuildStage(), ...['README.md', 'LICENSE', 'CHANGELOG.md'].map(name => [name, name] as const)]) {
    await cp(join(ROOT, from), join(source, to), { recursive: true })
  }
  await symlink(join(ROOT, 'node_modules'), join(source, 'node_modules'))
  const printed = await succeed(['npm', 'pack', '--json', '--pack-destination', folder], { cwd: source })
  const [{ filename, files }] = JSON.parse(printed.slice(printed.lastIndexOf('\n[') + 1)) as [{ filename: string, files: ReadonlyArray<{ path: string }> }]
  return { folder, tarball: join(folder, filename), files: files.map(({ path }) => path), remove: async () => { await rm(folder, { recursive: true, force: true }) } }
}

/** Source and target of every COPY of the Dockerfile's stage `build`. */
async function copiedByBuildStage (): Promise<Array<readonly [from: string, to: string]>> {
  const [, stage = ''] = /^FROM \S+ AS build\n(.*?)^FROM /ms.exec(await readFile(join(ROOT, 'Dockerfile'), 'utf8')) ?? []
  return [...stage.matchAll(/^COPY (.+)$/gm)].flatMap(([, line = '']) => {
    const names = line.trim().split(/\s+/)
    const target = names.pop() ?? '.'
    return names.map(name => [name, target.endsWith('/') ? join(target, basename(name)) : target] as const)
  })
}

/** A new folder with the files of `from`, into which the package and further packages are installed. */
export async function install (packed: Packed, { name, from, packages = [] }: { readonly name: string, readonly from: string, readonly packages?: readonly string[] }): Promise<string> {
  await cp(from, join(packed.folder, name), { recursive: true, filter: path => basename(path) !== 'node_modules' })
  return await installPackages(packed, name, [packed.tarball, ...packages])
}

/** Installs packages from npm's cache, or from the registry what is not there, into a folder beside the package. */
export async function installPackages ({ folder }: Packed, name: string, packages: readonly string[]): Promise<string> {
  const cwd = join(folder, name)
  await mkdir(cwd, { recursive: true })
  await succeed(['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', ...packages], { cwd })
  return cwd
}
