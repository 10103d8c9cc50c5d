import { useEffect, useState } from 'preact/hooks'

const TYPED_MS = 200

/** A text once nobody has typed for a moment, so that not every letter asks the server. */
export function useSettled (text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timeout = setTimeout(() => { setSettled(text) }, TYPED_MS)
    return () => { clearTimeout(timeout) }
  }, [text])
  return settled
}
