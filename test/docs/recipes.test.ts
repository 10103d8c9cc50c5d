import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const section = readme.slice(readme.indexOf('\n## Recipes\n')).split(/\n## (?!Recipes)/, 1)[0] ?? ''

/** What the recipes import, as it is found from anywhere. */
const MODULES: Readonly<Record<string, string>> = {
  sandflare: new URL('../../src/index.ts', import.meta.url).href,
  cloudflare: import.meta.resolve('cloudflare')
}

/** A recipe behind the lines that all of them go on from, as one program. Only imports of packages are changed: there is none installed here. */
function programOf (preamble: string, recipe: string): string {
  return `${preamble}\n{\n${recipe.replace(/^import .*$/gm, '')}\n}\nawait sandbox.close()\n${[...recipe.matchAll(/^import .*$/gm)].join('\n')}\n`
    .replace(/ from '(sandflare|cloudflare)'/g, (_, name: string) => ` from '${MODULES[name] ?? name}'`)
}

t.test('every recipe of the README does what it says', async t => {
  const [preamble = '', ...recipes] = [...section.matchAll(/```js\n(.*?)```/gs)].map(([, code = '']) => code)
  const titles = [...section.matchAll(/^\*\*(.*?)\*\*/gm)].map(([, title = '']) => title)
  t.equal(recipes.length, titles.length)
  t.ok(titles.length >= 6)
  const folder = mkdtempSync(join(tmpdir(), 'sandflare-recipes-'))
  t.teardown(() => { rmSync(folder, { recursive: true }) })
  for (const [i, recipe] of recipes.entries()) {
    const file = join(folder, `${i}.mjs`)
    writeFileSync(file, programOf(preamble, recipe))
    await t.resolves(promisify(execFile)(process.execPath, [file], { timeout: 50_000 }), titles[i] ?? file)
  }
})
