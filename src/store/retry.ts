import { StaleError } from './store.ts'

/** Runs work that reads, decides and saves; when another write came first it reads and decides again. */
export async function retryOnStale<T> (work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      // Whoever made this write stale has succeeded, so the loop as a whole gets on.
      if (!(error instanceof StaleError)) throw error
    }
  }
}
