import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A seed that cannot be used; the message is one line with the file and the path of the fault, such as `/zones/0/name`. */
export class SeedError extends Error {}

/** One file of a seed, or what stands for one. */
export interface SeedPart {
  /** The file; missing for what came from no file. */
  readonly file?: string
  readonly content: unknown
}

/** Reads a JSON file, or every `*.json` of a folder in the order of their names. Throws SeedError. */
export function readSeedFiles (path: string): readonly SeedPart[] {
  const files = filesAt(path)
  if (files.length === 0) throw new SeedError(`--seed: ${path} has no *.json in it`)
  return files.map(file => ({ file, content: parse(file, attempt(file, () => readFileSync(file, 'utf8'))) }))
}

/** What the library takes: the content of a seed file, the path of a file or a folder, or several of these. Throws SeedError. */
export function toSeedParts (seed: unknown): readonly SeedPart[] {
  if (Array.isArray(seed)) return (seed as readonly unknown[]).flatMap(toSeedParts)
  return typeof seed === 'string' ? readSeedFiles(seed) : [{ content: seed }]
}

function filesAt (path: string): readonly string[] {
  if (!attempt(path, () => statSync(path).isDirectory())) return [path]
  return attempt(path, () => readdirSync(path)).filter(name => name.endsWith('.json')).sort().map(name => join(path, name))
}

function attempt<T> (path: string, read: () => T): T {
  try {
    return read()
  } catch {
    throw new SeedError(`--seed: ${path} cannot be read`)
  }
}

function parse (file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new SeedError(`--seed: ${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}
