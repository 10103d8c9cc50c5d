import type { Store } from './store.ts'

const turnsByStore = new WeakMap<Store, Map<string, Promise<unknown>>>()

/**
 * Runs work that reads and then writes after all earlier work of the same key, so that two requests of one moment cannot both
 * take the same number or both find a name free. Rows without a version are written this way.
 */
export async function inTurn<T> (store: Store, key: string, work: () => Promise<T>): Promise<T> {
  const turns = turnsByStore.get(store) ?? new Map<string, Promise<unknown>>()
  turnsByStore.set(store, turns)
  const mine = (turns.get(key) ?? Promise.resolve()).then(work)
  const settled = mine.catch(() => {})
  turns.set(key, settled)
  try {
    return await mine
  } finally {
    if (turns.get(key) === settled) turns.delete(key)
  }
}
