import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import { DeletedSnapshotSchema, ReplaceQuerySchema, SNAPSHOT_NAME, SnapshotFileSchema, SnapshotListSchema, SnapshotParametersSchema, SnapshotSchema } from '../../schemas/admin/snapshot.ts'
import type { SnapshotWire } from '../../schemas/admin/snapshot.ts'
import { formatInstant } from '../core/instant.ts'
import { invalidRequest, notFound, Refusal } from '../http/admin-refusal.ts'
import type { AdminApp } from '../http/admin-scope.ts'
import { ALONE } from '../http/admin-scope.ts'
import type { Snapshot } from '../store/snapshots.ts'
import { SnapshotError } from '../store/snapshots.ts'
import type { AdminParts } from './parts.ts'

/** The media type of SQLite files, as it is registered. */
const FILE_TYPE = 'application/vnd.sqlite3'

/** Buffers of SQLite end here, whatever room there is. */
const LARGEST_FILE = 2 ** 31 - 1

const NAME = new RegExp(SNAPSHOT_NAME)

/** States of the whole sandbox, put aside by name. */
export function snapshotRoutes (app: AdminApp, parts: AdminParts): void {
  const { context: { store: { snapshots } }, world } = parts
  const params = SnapshotParametersSchema
  const refused = { '4xx': AdminErrorSchema }

  app.get('/snapshots', {
    schema: { summary: 'List the snapshots', operationId: 'listSnapshots', response: { 200: SnapshotListSchema, ...refused } }
  }, async () => ({ snapshots: (await snapshots.list()).map(toWire) }))

  app.post('/snapshots/:name', {
    config: ALONE,
    schema: {
      summary: 'Put aside the state of the whole sandbox', operationId: 'takeSnapshot', params, querystring: ReplaceQuerySchema, response: { 201: SnapshotSchema, ...refused }
    }
  }, async ({ params: { name }, query: { replace = false } }, reply) => {
    const snapshot = await explained(world.snapshots.take(checkName(name), { replace }))
    if (snapshot === undefined) throw nameTaken(name)
    return await reply.code(201).send(toWire(snapshot))
  })

  app.post('/snapshots/:name/restore', {
    config: ALONE,
    schema: { summary: 'Bring back the state of the whole sandbox', operationId: 'restoreSnapshot', params, response: { 200: SnapshotSchema, ...refused } }
  }, async ({ params: { name } }) => toWire(await explained(world.snapshots.restore(name)) ?? missing(name)))

  app.delete('/snapshots/:name', {
    schema: { summary: 'Delete a snapshot', operationId: 'deleteSnapshot', params, response: { 200: DeletedSnapshotSchema, ...refused } }
  }, async ({ params: { name } }) => {
    if (!await snapshots.remove(name)) missing(name)
    return { name }
  })

  app.get('/snapshots/:name/export', {
    schema: { summary: 'Read a snapshot as one file', operationId: 'exportSnapshot', params, response: { 200: SnapshotFileSchema, ...refused } }
  }, async ({ params: { name } }, reply) => {
    const file = await snapshots.read(name) ?? missing(name)
    return await reply.headers({ 'content-type': FILE_TYPE, 'content-disposition': `attachment; filename="${name}.sandflare"` }).send(file)
  })
  app.register(async scope => { importRoute(scope as unknown as AdminApp, parts) })
}

/** Takes files whatever their type is said to be, so it has a scope of its own. */
function importRoute (scope: AdminApp, { context: { store: { snapshots } } }: AdminParts): void {
  const bodyLimit = Math.min(snapshots.space, LARGEST_FILE)
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => { done(null, body) })

  scope.put('/snapshots/:name', {
    bodyLimit,
    schema: {
      summary: 'Take in a snapshot that was exported', operationId: 'importSnapshot', params: SnapshotParametersSchema, querystring: ReplaceQuerySchema, response: { 201: SnapshotSchema, '4xx': AdminErrorSchema }
    }
  }, async ({ params: { name }, query: { replace = false }, body }, reply) => {
    if (!replace && await snapshots.find(checkName(name)) !== undefined) throw nameTaken(name)
    if (!(body instanceof Uint8Array)) throw invalidRequest('', 'send the file of a snapshot as the body')
    return await reply.code(201).send(toWire(await explained(snapshots.add(checkName(name), body))))
  })
}

function toWire ({ name, createdAt, zones, hostnames, bytes }: Snapshot): SnapshotWire {
  return { name, created_at: formatInstant(createdAt), zones, hostnames, bytes }
}

function checkName (name: string): string {
  if (!NAME.test(name)) throw invalidRequest('/name', 'must begin with a letter or a digit, and have at most 64 letters, digits, dots, dashes and underscores')
  return name
}

function nameTaken (name: string): Refusal {
  return new Refusal(409, 'conflict', `there is a snapshot ${name} already: delete it, or add ?replace=true`)
}

function missing (name: string): never {
  throw notFound(`snapshot ${name}`)
}

async function explained<T> (work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error
    throw error.reason === 'no_room' ? new Refusal(409, 'no_room', error.message) : invalidRequest('', error.message)
  }
}
