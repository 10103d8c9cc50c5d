// What OpenAPI 3.0 documents have and JSON Schema has not, and the JSON Patch operations that correct such documents.

export type Json = null | boolean | number | string | Json[] | JsonObject
export interface JsonObject { [key: string]: Json }

/** An operation of RFC 6902. */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'copy'
  readonly path: string
  readonly from?: string
  readonly value?: Json
}

/** A schema of OpenAPI 3.0 as one of JSON Schema: `nullable` and exclusive bounds are written differently there. */
export function toJsonSchema (value: Json): Json {
  if (Array.isArray(value)) return value.map(toJsonSchema)
  if (typeof value !== 'object' || value === null) return value
  // Samples are data, in which a key named like a keyword means nothing.
  const entries = Object.entries(value).filter(([key]) => key !== 'example' && key !== 'examples')
  const schema: JsonObject = Object.fromEntries(entries.map(([key, item]) => [key, key === 'enum' ? item : toJsonSchema(item)]))
  exclude(schema, 'exclusiveMinimum', 'minimum')
  exclude(schema, 'exclusiveMaximum', 'maximum')
  const { nullable, ...rest } = schema
  return nullable === true ? { anyOf: [{ type: 'null' }, rest] } : schema
}

function exclude (schema: JsonObject, exclusive: string, bound: string): void {
  const limit = schema[bound]
  if (typeof schema[exclusive] !== 'boolean') return
  const excludes = schema[exclusive] === true && limit !== undefined
  delete schema[exclusive]
  if (!excludes) return
  schema[exclusive] = limit
  delete schema[bound]
}

/** Applies operations in place. One whose place the document does not have is left out: editions differ. */
export function applyPatch (document: JsonObject, operations: readonly PatchOperation[]): void {
  for (const { op, path, from, value } of operations) {
    const place = findPlace(document, path)
    const source = from === undefined ? undefined : findPlace(document, from)
    const given = op === 'copy' ? structuredClone(source === undefined ? undefined : read(source)) : value
    if (place === undefined || (op === 'replace' && read(place) === undefined)) continue
    if (op === 'remove') remove(place)
    else if (given !== undefined) write(place, given)
  }
}

interface Place {
  readonly parent: JsonObject | Json[]
  readonly key: string
}

function findPlace (document: JsonObject, pointer: string): Place | undefined {
  const keys = pointer.split('/').slice(1).map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  const key = keys.pop()
  let parent: Json | undefined = document
  for (const step of keys) {
    if (typeof parent !== 'object' || parent === null) return undefined
    parent = read({ parent, key: step })
  }
  return typeof parent !== 'object' || parent === null || key === undefined ? undefined : { parent, key }
}

function read ({ parent, key }: Place): Json | undefined {
  return Array.isArray(parent) ? parent[Number(key)] : parent[key]
}

function write ({ parent, key }: Place, value: Json): void {
  if (!Array.isArray(parent)) parent[key] = value
  else if (key === '-') parent.push(value)
  else parent[Number(key)] = value
}

function remove ({ parent, key }: Place): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1)
  else delete parent[key]
}
