import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { time } from '../scalars.ts'

const closed = (description: string) => ({ additionalProperties: false, description })

/** Names become names of files. */
export const SNAPSHOT_NAME = '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'

export const SnapshotParametersSchema = Type.Object({
  name: Type.String({ pattern: SNAPSHOT_NAME, description: 'Name of the snapshot: letters, digits, dots, dashes and underscores, at most 64 of them, the first a letter or a digit.', examples: ['before-renewal'] })
}, closed('Which snapshot.'))
export type SnapshotParametersWire = Static<typeof SnapshotParametersSchema>

export const ReplaceQuerySchema = Type.Object({
  replace: Type.Optional(Type.Boolean({ description: 'Take the place of a snapshot that has the name. False unless set.' }))
}, closed('What to do when there is a snapshot of this name.'))
export type ReplaceQueryWire = Static<typeof ReplaceQuerySchema>

export const SnapshotSchema = Type.Object({
  name: Type.String({ description: 'Name of the snapshot.', examples: ['before-renewal'] }),
  created_at: time('When it was taken, by the clock of the sandbox.'),
  zones: Type.Integer({ minimum: 0, description: 'How many zones it holds.' }),
  hostnames: Type.Integer({ minimum: 0, description: 'How many custom hostnames it holds.' }),
  bytes: Type.Integer({ minimum: 0, description: 'Size of its file.' })
}, closed('A state of the whole sandbox, put aside.'))
export type SnapshotWire = Static<typeof SnapshotSchema>

export const SnapshotListSchema = Type.Object({
  snapshots: Type.Array(SnapshotSchema, { description: 'The snapshots, oldest first.' })
}, closed('The snapshots of the sandbox.'))
export type SnapshotListWire = Static<typeof SnapshotListSchema>

export const SnapshotFileSchema = Type.Unsafe<Uint8Array>({ type: 'string', format: 'binary', description: 'The file of a snapshot.' })

export const DeletedSnapshotSchema = Type.Object({
  name: Type.String({ description: 'The snapshot that is gone.' })
}, closed('The snapshot is deleted.'))
export type DeletedSnapshotWire = Static<typeof DeletedSnapshotSchema>
