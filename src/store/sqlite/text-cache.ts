/** Texts by number, for as many characters as there is room for. */
export interface TextCache {
  find (key: number): string | undefined
  hold (key: number, text: string): void
  forget (key: number): void
  clear (): void
}

/** The first to be held are the first to go: an order of use would have to be written down at each reading. */
export function createTextCache (mostCharacters: number): TextCache {
  const held = new Map<number, string>()
  // To look for the first entry of a map takes the longer, the more were deleted before it; an iterator stays where it is.
  let oldestFirst = held.keys()
  let characters = 0

  function forget (key: number): void {
    const text = held.get(key)
    if (text === undefined) return
    held.delete(key)
    characters -= text.length
  }

  return {
    find: key => held.get(key),
    hold (key, text) {
      forget(key)
      held.set(key, text)
      characters += text.length
      while (characters > mostCharacters) {
        const { value } = oldestFirst.next()
        if (value !== undefined) forget(value)
      }
    },
    forget,
    clear () {
      held.clear()
      oldestFirst = held.keys()
      characters = 0
    }
  }
}
