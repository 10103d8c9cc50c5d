import { writeFile } from 'node:fs/promises'
import { SeedFileSchema } from '../../schemas/seed.ts'

/** The page that this script writes. */
export const PAGE = new URL('../../docs/seed-files.md', import.meta.url)

const INTRODUCTION = `# Seed files

What a fresh sandbox starts with, as JSON: \`--seed world.json\`, or in the library \`createSandbox({ seed })\` with the content itself, a path, or
an array of these. Without one the sandbox starts with the default world, [\`fixtures/world.json\`](../fixtures/world.json), which is a seed file too. A database that has
zones already is left as it is; \`POST /__admin/reset\` goes back to the seed.

\`--seed folder\` takes every \`*.json\` of the folder in the order of their names and puts them together: each list is the lists of all files, one
behind the other, and every list may be left to other files. What has to be unique (an account's or a zone's \`id\`, a zone's or a template's \`name\`,
an \`email\`, a \`token\`) may be there once in all files; a second one is an error that names both places.

A fault stops the start with one line: the file, the JSON path, and what is wrong.

\`\`\`
sandflare: seed: seeds/20-zones.json: /zones/0/dns_records/1/type: expected one of A, AAAA, CNAME, TXT, CAA
\`\`\`

The JSON schema of a file is at \`GET /__admin/seed-schema.json\`; point your editor at it.
The table below is written by \`npm run docs\` from the same schema.

| key | value | needed | what |
| --- | --- | --- | --- |
`

/** Parts that are described elsewhere. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  settings: '[zone settings](settings.md)',
  custom_hostnames: 'bodies of POST, as in `/openapi.json`'
}

interface Node {
  readonly type?: string
  readonly const?: unknown
  readonly description?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly required?: readonly string[]
  readonly items?: Node
  readonly anyOf?: readonly Node[]
}

/** The page, made from the schema. */
export function seedFilesPage (): string {
  return `${INTRODUCTION}${rowsOf(SeedFileSchema as Node, '').join('\n')}\n`
}

function rowsOf (node: Node, path: string): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, value]) => {
    const name = path === '' ? key : `${path}.${key}`
    const row = `| \`${name}\` | ${ELSEWHERE[key] ?? valueOf(value)} | ${node.required?.includes(key) === true ? 'yes' : ''} | ${value.description ?? ''} |`
    if (key in ELSEWHERE) return [row]
    return [row, ...value.type === 'array' ? rowsOf(value.items ?? {}, `${name}[]`) : rowsOf(value, name)]
  })
}

function valueOf ({ type, items, anyOf }: Node): string {
  if (anyOf !== undefined) return anyOf.map(variant => `\`${String(variant.const)}\``).join(', ')
  return type === 'array' ? `list of ${items?.type ?? 'values'}s` : type ?? ''
}

if (import.meta.main) await writeFile(PAGE, seedFilesPage())
