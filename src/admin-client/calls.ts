/** One call of the admin API; `path` lies below `/__admin`. Rejects with AdminError when it is refused. */
export type Call = <T> (method: string, path: string, body?: unknown) => Promise<T>

/** Follows a stream of server-sent events; ends when the sandbox closes, the loop is left or `signal` aborts. */
export type Stream = <T> (path: string, signal?: AbortSignal) => AsyncGenerator<T>

/** The query string of what is given, with its question mark; empty when nothing is. */
export function queryOf (query: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const given = Object.entries(query).flatMap(([key, value]) => value === undefined ? [] : [[key, String(value)] as const])
  return given.length === 0 ? '' : `?${new URLSearchParams(Object.fromEntries(given)).toString()}`
}
