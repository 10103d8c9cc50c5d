import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { NetworkOptionError } from './network.ts'

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** Reads the certificates of a PEM file. Throws with the rest of a line that begins with the name of the option. */
export function readTrustedRoots (file: string): readonly string[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new NetworkOptionError(`names ${file}, which cannot be read`)
  }
  const blocks = text.match(BLOCK) ?? []
  if (blocks.length === 0) throw new NetworkOptionError(`names ${file}, which holds no certificate in PEM form`)
  try {
    return blocks.map(block => new X509Certificate(block).toString())
  } catch {
    throw new NetworkOptionError(`names ${file}, which holds a certificate that cannot be read`)
  }
}
