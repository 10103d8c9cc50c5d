import type { Instant } from '../core/instant.ts'

/** A state of the whole sandbox that was put aside under a name. */
export interface Snapshot {
  readonly name: string
  /** In the time of the sandbox's own clock. */
  readonly createdAt: Instant
  readonly zones: number
  readonly hostnames: number
  readonly bytes: number
}

/** What a snapshot holds beside the tables. */
export interface SnapshotNotes {
  readonly createdAt: Instant
  /** The machine's time, from which running clocks are counted. */
  readonly takenAt: Instant
  /** Where all ids and tokens to come follow from. */
  readonly seed: string
  /** What parts hold in memory and want back, by their own keys. */
  readonly held: Readonly<Record<string, unknown>>
}

/** A snapshot that cannot be taken in or kept; the message is for whoever asked. */
export class SnapshotError extends Error {
  readonly reason: 'unusable' | 'no_room'

  constructor (reason: SnapshotError['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}

/**
 * Snapshots lie beside the database and outlive the process where that does. Whoever takes or restores one sees to it that nothing
 * else is under way.
 */
export interface SnapshotStore {
  /** Oldest first. */
  list (): Promise<readonly Snapshot[]>
  find (name: string): Promise<Snapshot | undefined>
  /** Puts aside everything that is there now, in the place of what had the name. Throws SnapshotError when there is no room. */
  take (name: string, notes: SnapshotNotes): Promise<Snapshot>
  /** Brings everything back, running clocks going on from where they were; undefined when there is none of this name. Throws SnapshotError, and then nothing has changed. */
  restore (name: string, systemNow: Instant): Promise<SnapshotNotes | undefined>
  remove (name: string): Promise<boolean>
  /** The snapshot as one file. */
  read (name: string): Promise<Uint8Array | undefined>
  /** Takes in what `read` gave, here or elsewhere; an older one is brought forward. Throws SnapshotError. */
  add (name: string, file: Uint8Array): Promise<Snapshot>
  /** Bytes that all of them together may take. */
  readonly space: number
}
