import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { EventWire } from '../../../../schemas/admin/event.ts'
import { onEvents } from './live.ts'

/** What a page shows that has to be asked for. The last value stays while a newer one is on its way. */
export interface Loaded<T> {
  readonly value: T | undefined
  readonly error: unknown
  readonly loading: boolean
  /** Asks again; resolves when the answer is there. */
  readonly reload: () => Promise<void>
}

interface Held<T> {
  readonly value: T | undefined
  readonly error: unknown
  readonly loading: boolean
}

/** Loads a value, and loads it anew when `key` changes. What an older call answers late is dropped. */
export function useLoaded<T> (key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [held, setHeld] = useState<Held<T>>({ value: undefined, error: undefined, loading: true })
  const latest = useRef(load)
  latest.current = load
  const running = useRef<AbortController>(undefined)
  const reload = useCallback(async () => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    setHeld(before => ({ ...before, loading: true }))
    try {
      const value = await latest.current(controller.signal)
      if (!controller.signal.aborted) setHeld({ value, error: undefined, loading: false })
    } catch (error) {
      if (!controller.signal.aborted) setHeld(before => ({ ...before, error, loading: false }))
    }
  }, [key])
  useEffect(() => {
    reload()
    return () => { running.current?.abort() }
  }, [reload])
  return { value: held.value, error: held.error, loading: held.loading, reload }
}

/** Least time between two reloads that events ask for, in milliseconds. */
const APART_MS = 700

/** Reloads when something happened that `concerns` the page: at once, then at most about once in 700 ms while more comes in. */
export function useLive (reload: () => Promise<void>, concerns: (event: EventWire) => boolean): void {
  const latest = useRef({ reload, concerns })
  latest.current = { reload, concerns }
  useEffect(() => {
    const state = { busy: false, wanted: false, over: false }
    const run = async (): Promise<void> => {
      state.busy = true
      // An answer that takes longer is waited for: it would never come if each event asked anew.
      do {
        state.wanted = false
        await Promise.all([latest.current.reload(), new Promise(resolve => { setTimeout(resolve, APART_MS) })])
      } while (state.wanted && !state.over)
      state.busy = false
    }
    const off = onEvents(events => {
      if (!events.some(event => latest.current.concerns(event))) return
      if (state.busy) state.wanted = true
      else run()
    })
    return () => {
      off()
      state.over = true
    }
  }, [])
}
