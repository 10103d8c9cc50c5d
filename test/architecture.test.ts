import assert from 'node:assert'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import ts from 'typescript'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** What one part of the program may import, beside its own files. */
interface Rule {
  readonly parts: readonly string[] | 'all'
  readonly packages?: readonly string[]
  /** Node's modules are free everywhere but where this says otherwise. */
  readonly node?: false
}

const fastify = ['fastify', 'fastify-plugin', '@fastify/swagger', '@fastify/swagger-ui', '@fastify/type-provider-typebox']
const service: Rule = { parts: ['core', 'store', 'clock', 'ca'] }
const featureParts = ['core', 'store', 'context', 'http', 'schemas', 'route-parts']

/** Who may import whom. A folder of src that is not named here is a feature; a file of src must be named. */
const rules: Readonly<Record<string, Rule>> = {
  schemas: { parts: [], packages: ['@sinclair/typebox'], node: false },
  core: { parts: [], node: false },
  outside: { parts: 'all', packages: ['fastify'] },
  config: { parts: ['core', 'http', 'ca', 'schedules'] },
  seed: { parts: ['core', 'context', 'http', 'schemas', 'fixtures', 'config', 'admin', 'custom-hostnames'] },
  version: { parts: ['package.json'] },
  schedules: { parts: ['core', 'fixtures'] },
  scenarios: { parts: ['core', 'schedules', 'scenario-files'] },
  'scenario-files': { parts: ['fixtures'] },
  clock: { parts: ['core'] },
  random: { parts: ['core'], packages: ['nanoid'] },
  'public-suffix': { parts: [], packages: ['tldts'] },
  context: { parts: ['core', 'store', 'clock', 'random', 'public-suffix'] },
  'route-parts': { parts: ['core', 'context', 'http'], packages: ['@fastify/swagger'] },
  store: { parts: ['core'], packages: ['better-sqlite3'] },
  ca: { parts: ['core'], packages: ['@peculiar/x509', 'reflect-metadata'] },
  http: { parts: ['core', 'schemas', 'version'], packages: [...fastify, '@sinclair/typebox', 'pino'] },
  scheduler: { parts: ['core', 'store', 'clock', 'ca', 'schedules', 'scenarios'] },
  dns: { ...service, packages: ['dns-packet'] },
  edge: { ...service, packages: ['httpxy'] },
  mail: { parts: [...service.parts, 'context'], packages: ['nodemailer'] },
  // The timer is the one of the due queue: messages fall due as everything else does.
  webhooks: { parts: [...service.parts, 'scheduler'] },
  traffic: { parts: ['core', 'store', 'clock', 'random', 'http'], packages: ['fastify'] },
  metrics: { parts: ['core', 'store', 'clock', 'traffic', 'http'], packages: ['prom-client', 'fastify'] },
  admin: { parts: [...featureParts, 'traffic', 'clock', 'scheduler', 'schedules', 'scenarios', 'version', 'config', 'random', 'custom-hostnames'] },
  'node-version': { parts: [] },
  // What serves the page; esbuild builds it where the program runs from source.
  dashboard: { parts: ['http'], packages: ['esbuild', 'fastify'] },
  // The page itself: a client of the two APIs like any other, and of nothing else.
  'dashboard/browser': { parts: ['schemas', 'admin-client'], packages: ['preact', '@preact/signals'], node: false },
  main: { parts: 'all' },
  banner: { parts: 'all' },
  'admin-client': { parts: ['schemas'] },
  index: { parts: 'all' },
  msw: { parts: [], packages: ['msw'] },
  testcontainers: { parts: ['admin-client', 'config', 'schemas', 'fixtures'], packages: ['testcontainers'] },
  'edge-service': { parts: 'all', packages: ['fastify'] },
  'webhook-service': { parts: 'all', packages: ['fastify'] },
  'context-of': { parts: 'all' },
  app: { parts: 'all', packages: ['fastify'] },
  'app-rest': { parts: 'all', packages: ['fastify'] },
  'sandbox-world': { parts: 'all' },
  'sandbox-snapshots': { parts: 'all' },
  'root-certificate': { parts: 'all' },
  certificates: { parts: [...service.parts, 'context', 'random'] },
  sandbox: { parts: 'all', packages: [...fastify, 'pino'] },
  serve: { parts: 'all' },
  'command-line': { parts: 'all', packages: ['commander'] }
}
const feature: Rule = { parts: featureParts }

const randomNames = /^(random(Bytes|Int|UUID\w*|Fill\w*)|getRandomValues|generateKey\w*|generatePrime\w*)$/
const impure = /^(process|console|performance|crypto|fetch|globalThis|require|queueMicrotask|set(Timeout|Interval|Immediate))$/

/** Things of the language and of Node that only some files may touch. */
const reserved: ReadonlyArray<{ what: string, only: RegExp, found: (node: ts.Node, cryptoNames: ReadonlySet<string>) => boolean }> = [
  { what: 'process.env', only: /^src\/config\/config\.ts$/, found: node => readsMember(node, 'process', 'env') },
  { what: 'system time', only: /^src\/clock\.ts$/, found: readsSystemTime },
  { what: 'randomness', only: /^src\/(random\.ts$|ca\/keys)/, found: readsRandomness },
  {
    what: 'a global that is not pure',
    only: /^(?!src\/core\/|schemas\/)/,
    found: node => ts.isIdentifier(node) && impure.test(node.text) && isRootOfExpression(node)
  }
]

function isRootOfExpression (node: ts.Identifier): boolean {
  const { parent } = node
  return (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) || ts.isCallExpression(parent)) && parent.expression === node
}

/** The name that a member has, whether it is written `a.b`, `a['b']`, `{ b } = a` or imported from a module named `a`. */
function memberRead (node: ts.Node): { owner: string, member: string } | undefined {
  if (ts.isPropertyAccessExpression(node)) return { owner: node.expression.getText(), member: node.name.text }
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return { owner: node.expression.getText(), member: node.argumentExpression.text }
  }
  if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent) && ts.isVariableDeclaration(node.parent.parent)) {
    return { owner: node.parent.parent.initializer?.getText() ?? '', member: (node.propertyName ?? node.name).getText() }
  }
  if (ts.isImportSpecifier(node) && ts.isStringLiteral(node.parent.parent.parent.moduleSpecifier)) {
    return { owner: node.parent.parent.parent.moduleSpecifier.text, member: (node.propertyName ?? node.name).text }
  }
  return undefined
}

function readsMember (node: ts.Node, owner: string, member: string): boolean {
  const read = memberRead(node)
  return read?.member === member && new RegExp(`(^|[.:])${owner}$`).test(read.owner)
}

function readsSystemTime (node: ts.Node): boolean {
  if (readsMember(node, 'Date', 'now')) return true
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0
  return ts.isCallExpression(node) && node.expression.getText() === 'Date'
}

function readsRandomness (node: ts.Node, cryptoNames: ReadonlySet<string>): boolean {
  if (readsMember(node, 'Math', 'random')) return true
  const read = memberRead(node)
  if (read === undefined || !randomNames.test(read.member)) return false
  return read.owner.split(/[.:]/).some(name => cryptoNames.has(name))
}

/** The names under which a file knows Node's crypto module or its web twin. */
function cryptoNamesOf (file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set(['crypto', 'webcrypto'])
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !/['"](node:)?crypto['"]/.test(statement.moduleSpecifier.getText())) continue
    const bound = statement.importClause
    if (bound?.name !== undefined) names.add(bound.name.text)
    if (bound?.namedBindings === undefined) continue
    if (ts.isNamespaceImport(bound.namedBindings)) names.add(bound.namedBindings.name.text)
    else for (const { name, propertyName } of bound.namedBindings.elements) if (propertyName?.text === 'webcrypto') names.add(name.text)
  }
  return names
}

/** The module that a node names: import, export from, import(), require() or an import type. */
function importedBy (node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument
  if (!ts.isCallExpression(node)) return undefined
  return node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require' ? node.arguments[0] : undefined
}

/** The part that a path inside the project belongs to: `src/store/zones.ts` is `store`, `src/clock.ts` is `clock`; what runs in browsers is a part of its own. */
function partOf (path: string): string {
  const [top = '', second = ''] = path.split('/')
  if (path.startsWith('src/dashboard/browser/')) return 'dashboard/browser'
  return top === 'src' ? second.replace(/\.ts$/, '') : top
}

/** Why this file may not import that module, or undefined when it may. */
function objection (path: string, specifier: string): string | undefined {
  const part = partOf(path)
  const rule = rules[part] ?? (path.split('/').length > 2 ? feature : undefined)
  if (rule === undefined) return 'stands in no table: name it in this test'
  if (specifier.startsWith('.')) {
    const target = partOf(posix.normalize(posix.join(posix.dirname(path), specifier)))
    return target === part || rule.parts === 'all' || rule.parts.includes(target) ? undefined : `may not import ${target}`
  }
  if (specifier.startsWith('node:')) return rule.node === false ? 'may not import Node' : undefined
  const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
  const routes = path.endsWith('/routes.ts') ? fastify : []
  return [...rule.packages ?? [], ...routes].includes(name) ? undefined : `may not import the package ${name}`
}

/** Everything in one file that breaks a rule, as sentences that begin with the file and the line. */
function violationsIn (path: string, source: string): string[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true)
  const cryptoNames = cryptoNamesOf(file)
  const violations: string[] = []
  const report = (node: ts.Node, text: string) => {
    violations.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${text}`)
  }
  const visit = (node: ts.Node): void => {
    const module = importedBy(node)
    if (module !== undefined) {
      const why = ts.isStringLiteralLike(module) ? objection(path, module.text) : 'imports a computed name'
      if (why !== undefined) report(module, why)
    }
    for (const { what, only, found } of reserved) {
      if (!only.test(path) && found(node, cryptoNames)) report(node, `may not use ${what}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return violations
}

t.test('every file imports only what its part may import, and leaves time, chance and environment to their owners', async t => {
  const files = ['src', 'schemas'].flatMap(folder => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name)).map(name => posix.join(folder, name.replaceAll('\\', '/'))))
  t.ok(files.length > 0, 'there are files to look at')
  t.strictSame(files.flatMap(path => violationsIn(path, readFileSync(join(root, path), 'utf8'))), [])
})

t.test('what the table forbids is found', async t => {
  const planted: ReadonlyArray<readonly [path: string, source: string]> = [
    ['src/core/x.ts', "import { readFileSync } from 'node:fs'"],
    ['src/core/x.ts', "import type { Store } from '../store/store.ts'"],
    ['src/core/x.ts', 'setTimeout(() => {}, 1)'],
    ['src/core/x.ts', "import fast from '../../fixtures/schedules/fast.json' with { type: 'json' }"],
    ['schemas/zone.ts', "import { ERRORS } from '../src/core/errors.ts'"],
    ['src/zones/use-cases.ts', "import { find } from '../tokens/use-cases.ts'"],
    ['src/zones/use-cases.ts', "export * from '../scheduler/catch-up.ts'"],
    ['src/zones/use-cases.ts', "import type { FastifyInstance } from 'fastify'"],
    ['src/zones/use-cases.ts', "type A = import('better-sqlite3').Database"],
    ['src/zones/use-cases.ts', "const x = await import('../config.ts')"],
    ['src/zones/use-cases.ts', "import { nanoid } from 'nanoid'"],
    ['src/zones/use-cases.ts', "import fs from 'fs'"],
    ['src/zones/use-cases.ts', 'const x = await import(name)'],
    ['src/dns/server.ts', "import { createSandbox } from '../sandbox.ts'"],
    ['src/dashboard/routes.ts', "import { open } from '../store/database.ts'"],
    ['src/dashboard/browser/app.tsx', "import { open } from '../../store/database.ts'"],
    ['src/dashboard/browser/app.tsx', "import { checkCaller } from '../../http/admin-guard.ts'"],
    ['src/dashboard/browser/app.tsx', "import { loadAssets } from '../assets.ts'"],
    ['src/dashboard/browser/app.tsx', "import { readFile } from 'node:fs/promises'"],
    ['src/dashboard/browser/app.tsx', 'const now = Date.now()'],
    ['src/new-file.ts', "import 'node:fs'"],
    ['src/sandbox.ts', 'const port = process.env.PORT'],
    ['src/sandbox.ts', "const port = process['env']"],
    ['src/sandbox.ts', 'const { env } = process'],
    ['src/sandbox.ts', "import { env } from 'node:process'"],
    ['src/sandbox.ts', 'const now = Date.now'],
    ['src/sandbox.ts', 'const now = new Date()'],
    ['src/sandbox.ts', 'const chance = Math.random()'],
    ['src/sandbox.ts', "import { randomUUID } from 'node:crypto'"],
    ['src/sandbox.ts', "import * as c from 'node:crypto'\nconst id = c.randomBytes(16)"],
    ['src/ca/leaf.ts', 'const key = await crypto.subtle.generateKey(algorithm, true, [])']
  ]
  for (const [path, source] of planted) t.equal(violationsIn(path, source).length, 1, `${path}: ${source}`)
})

t.test('what the table allows is left alone', async t => {
  const allowed: ReadonlyArray<readonly [path: string, source: string]> = [
    ['src/core/x.ts', "import { later } from './instant.ts'\nconst iso = new Date(later(0)).toISOString()\nconst fetch = state.fetch"],
    ['schemas/zone.ts', "import { Type } from '@sinclair/typebox'\nimport { Id } from './id.ts'"],
    ['src/zones/routes.ts', "import type { FastifyInstance } from 'fastify'\nimport { list } from './use-cases.ts'"],
    ['src/store/database.ts', "import Database from 'better-sqlite3'\nimport { join } from 'node:path'"],
    ['src/admin/clock.ts', "import { advanceZone } from '../scheduler/catch-up.ts'\nconst id = context.random.randomBytes(4)"],
    ['src/config/config.ts', "import { OPTIONS } from './options.ts'\nconst { env } = process"],
    ['src/clock.ts', 'const now = Date.now()'],
    ['src/ca/keys.ts', "import { webcrypto } from 'node:crypto'\nconst key = await webcrypto.subtle.generateKey(algorithm, true, [])"],
    ['src/main.ts', "await import('./command-line.ts')"]
  ]
  for (const [path, source] of allowed) t.doesNotThrow(() => assert.deepEqual(violationsIn(path, source), []), `${path}: ${source}`)
})
