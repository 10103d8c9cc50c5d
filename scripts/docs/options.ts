import { readFile, writeFile } from 'node:fs/promises'
import { environmentName, OPTIONS } from '../../src/config/options.ts'

const BEGIN = '<!-- options: written by `npm run docs` -->'
const END = '<!-- end of options -->'
const README = new URL('../../README.md', import.meta.url)

/** The configuration table of the README, made from the options of the program. */
export function optionsTable (): string {
  const rows = OPTIONS.map(({ name, values, standard, does }) => `| \`--${name}\` | \`${environmentName(name)}\` | ${values} | ${standard} | ${does} |`)
  return ['| flag | environment | values | default | does |', '| --- | --- | --- | --- | --- |', ...rows].join('\n')
}

/** The README with its table brought up to date. */
export function withOptionsTable (readme: string): string {
  const begin = readme.indexOf(BEGIN)
  const end = readme.indexOf(END)
  if (begin === -1 || end === -1) throw new Error(`README.md has lost its marks "${BEGIN}" and "${END}"`)
  return `${readme.slice(0, begin + BEGIN.length)}\n${optionsTable()}\n${readme.slice(end)}`
}

if (import.meta.main) await writeFile(README, withOptionsTable(await readFile(README, 'utf8')))
