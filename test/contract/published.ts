import { strict as assert } from 'node:assert'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'
import { applyPatch, toJsonSchema } from './openapi.ts'
import type { Json, JsonObject, PatchOperation } from './openapi.ts'

/** Where a published OpenAPI document of the v4 API lies: a file of your own, or one beside the repository. */
export const PUBLISHED_SCHEMA = process.env['PUBLISHED_SCHEMA'] ?? fileURLToPath(new URL('../../../shared/reference/openapi-saas.json', import.meta.url))

const ids = '/components/schemas/tls-certificates-and-hostnames_identifier/maxLength'
const metadata = '/components/schemas/tls-certificates-and-hostnames_custom_metadata/additionalProperties'
const comment = '/components/schemas/dns-records_comment/nullable'

/** What every edition of the document says otherwise than the service does; a file may bring further corrections of its own. */
const CORRECTIONS: readonly PatchOperation[] = [
  // Ids are UUIDs of 36 characters in every sample, where the shared identifier allows 32.
  { op: 'replace', path: ids, value: 36 },
  // Guides store numbers and booleans where the document allows texts only.
  { op: 'replace', path: metadata, value: {} },
  // A record without a comment answers null.
  { op: 'add', path: comment, value: true }
]

/** A published document, ready to judge answers. */
export interface PublishedDocument {
  readonly paths: number
  /** Whether it describes a route; documents differ in what they hold. */
  describes (method: string, path: string): boolean
  /** Whether it describes a type of DNS record: an excerpt may have the common ones only. */
  describesRecord (type: string): boolean
  /** Throws unless the document allows the body. Failures are judged by the failure schema alone. */
  check (method: string, path: string, answer: { readonly status: number, readonly body: unknown }): void
}

/** Reads a published document, JSON or YAML; undefined where there is no such file. */
export function readPublished (file = PUBLISHED_SCHEMA): PublishedDocument | undefined {
  if (!existsSync(file)) return undefined
  const text = readFileSync(file, 'utf8')
  return publishedDocument((/\.ya?ml$/.test(file) ? parse(text) : JSON.parse(text)) as JsonObject)
}

/** A document whose JSON was read already. */
export function publishedDocument (document: JsonObject): PublishedDocument {
  const groups = (document['x-corrections'] ?? []) as unknown as ReadonlyArray<{ readonly ops: readonly PatchOperation[] }>
  applyPatch(document, [...groups.flatMap(({ ops }) => ops), ...CORRECTIONS])
  const records = lookUp(document, ['components', 'schemas', 'dns-records_dns-record-response'])
  // Only some types of records have their content in parts.
  if (isObject(records) && Array.isArray(records['required'])) records['required'] = records['required'].filter(key => key !== 'data')

  const ajv = new Ajv({ strict: false, allErrors: true, logger: false, unicodeRegExp: false, validateSchema: false })
  addFormats.default(ajv)
  ajv.addSchema(toJsonSchema({ components: document['components'] ?? {} }) as JsonObject, 'published')
  const compiled = new Map<string, ValidateFunction>()
  const operationOf = (method: string, path: string): Json | undefined => lookUp(document, ['paths', path, method.toLowerCase()])

  function validatorOf (method: string, path: string, status: number): ValidateFunction {
    const key = `${method} ${path} ${status < 400 ? status : '4XX'}`
    const known = compiled.get(key) ?? ajv.compile(inPublished(toJsonSchema(schemaOf(operationOf(method, path), status, key))))
    compiled.set(key, known)
    return known
  }

  return {
    paths: Object.keys(document['paths'] ?? {}).length,
    describes: (method, path) => operationOf(method, path) !== undefined,
    describesRecord: type => lookUp(document, ['components', 'schemas', `dns-records_${type}Record`]) !== undefined,
    check (method, path, { status, body }) {
      const validate = validatorOf(method, path, status)
      const faults = (): string => (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`).join('; ')
      assert.ok(validate(body), `${method} ${path} ${status}: ${faults()}\n${JSON.stringify(body)}`)
    }
  }
}

/** Documents have 200 where guides and the service have 201 and 202. */
function schemaOf (operation: Json | undefined, status: number, what: string): Json {
  const responses = lookUp(operation, ['responses'])
  const response = status < 400 ? lookUp(responses, [String(status)]) ?? lookUp(responses, ['200']) : lookUp(responses, ['4XX']) ?? lookUp(responses, ['4xx'])
  const schema = lookUp(response, ['content', 'application/json', 'schema'])
  assert.ok(schema !== undefined, `the published document has no schema for ${what}`)
  return status < 400 ? schema : failureOf(schema)
}

/** Failures are published as success and failure at once, which nothing satisfies: the part named failure is meant. */
function failureOf (schema: Json): Json {
  const parts = isObject(schema) && Array.isArray(schema['allOf']) ? schema['allOf'] : []
  return parts.find(part => isObject(part) && /failure/.test(String(part['$ref']))) ?? schema
}

function inPublished (schema: Json): JsonObject {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"published#/components/')) as JsonObject
}

function lookUp (value: Json | undefined, keys: readonly string[]): Json | undefined {
  return keys.reduce<Json | undefined>((found, key) => isObject(found) ? found[key] : undefined, value)
}

function isObject (value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
