import type { Context } from './context.ts'
import type { Instant } from './core/instant.ts'
import type { OriginOverride, OriginOverrides } from './core/origin-target.ts'
import type { Snapshot } from './store/snapshots.ts'
import { standstillOf } from './store/standstill.ts'

/** Putting the state of a whole sandbox aside, and bringing it back. */
export interface Snapshots {
  /** Takes what is there now; undefined when the name is taken and `replace` is not set. */
  take (name: string, options: { readonly replace: boolean }): Promise<Snapshot | undefined>
  /** Undefined when there is none of this name. */
  restore (name: string): Promise<Snapshot | undefined>
}

export interface SnapshotsParts {
  readonly context: Context
  readonly origins: Pick<OriginOverrides, 'list' | 'put' | 'remove'>
  /** The time of the sandbox's own clock. */
  readonly sandboxNow: () => Instant
  /** What the configuration adds to every world. */
  readonly onRestored: () => Promise<void>
}

/** Snapshots of a sandbox: its rows, what follows from its seed, and where its edge finds origins. */
export function createSnapshots ({ context: { store, clock, random, wake }, origins, sandboxNow, onRestored }: SnapshotsParts): Snapshots {
  const standstill = standstillOf(store)
  return {
    take: async (name, { replace }) => await standstill.alone(async () => {
      if (!replace && await store.snapshots.find(name) !== undefined) return undefined
      return await store.snapshots.take(name, { createdAt: sandboxNow(), takenAt: clock.now(), seed: random.seed, held: { origins: origins.list() } })
    }),
    restore: async name => await standstill.alone(async () => {
      const notes = await store.snapshots.restore(name, clock.now())
      if (notes === undefined) return undefined
      random.reseed(notes.seed)
      for (const origin of origins.list()) origins.remove(origin.name)
      for (const origin of (notes.held['origins'] ?? []) as readonly OriginOverride[]) origins.put(origin)
      await onRestored()
      wake()
      return await store.snapshots.find(name)
    })
  }
}
