/** One piece of work at a time for each key, in the order in which they came. */
export function createLocks<Key> () {
  const tails = new Map<Key, Promise<unknown>>()
  return {
    async run<T> (key: Key, work: () => Promise<T>): Promise<T> {
      const before = tails.get(key) ?? Promise.resolve()
      const mine = before.then(work, work)
      const tail = mine.catch(() => {})
      tails.set(key, tail)
      try {
        return await mine
      } finally {
        if (tails.get(key) === tail) tails.delete(key)
      }
    }
  }
}
