import { readFileSync } from 'node:fs'
import t from 'tap'
import ts from 'typescript'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const parse = (path: string): ts.SourceFile => ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true)

/** What a file exports by name, without what it exports as a member. */
function exportsOf (path: string): string[] {
  return parse(path).statements.flatMap(statement => {
    if (ts.isExportDeclaration(statement) && statement.exportClause !== undefined && ts.isNamedExports(statement.exportClause)) return statement.exportClause.elements.map(({ name }) => name.text)
    const declared = ts.isFunctionDeclaration(statement) || ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement) ? statement : undefined
    return declared?.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true && declared.name !== undefined ? [declared.name.text] : []
  })
}

/** The members of an interface or a class that anybody may use. */
function membersOf (path: string, type: string): string[] {
  return parse(path).statements.flatMap(statement => {
    if (!(ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement)) || statement.name?.text !== type) return []
    return [...statement.members].flatMap(member => member.name !== undefined && ts.isIdentifier(member.name) ? [member.name.text] : [])
  })
}

t.test('the page of the library names every export, every member of a sandbox and every option', async t => {
  const page = read('docs/library.md')
  const names = [...exportsOf('src/index.ts'), ...membersOf('src/index.ts', 'Sandbox'), ...membersOf('src/config/library.ts', 'LibraryOptions')]
  t.ok(names.length > 25)
  t.strictSame(names.filter(name => !new RegExp(`\\b${name}\\b`).test(page)), [])
})

t.test('the page of integrations names what a started container has, and what the other entry points are', async t => {
  const page = read('docs/integrations.md')
  const members = membersOf('src/testcontainers.ts', 'StartedSandflareContainer').filter(name => name !== 'of')
  t.ok(members.length > 10)
  t.strictSame(members.filter(name => !new RegExp(`\\b${name}\\b`).test(page)), [])
  for (const name of ['forwardToSandbox', 'SandflareContainer', 'withOptions', 'baseURL']) t.match(page, name)
})

t.test('the page of the parity suite names every option', async t => {
  const page = read('docs/parity.md')
  const options = [...read('scripts/parity/options.ts').matchAll(/\.option\('(--[a-z-]+)/g)].map(([, name = '']) => name)
  t.equal(options.length, 11)
  t.strictSame(options.filter(name => !page.includes(`\`${name}`) && !page.includes(` ${name} `)), [])
})
