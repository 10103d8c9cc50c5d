import type { JSX } from 'preact'

/** What a page gets: what its address names, and its query. */
export interface PageProps {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
}

/** A page of the dashboard: one folder in `pages/`, one line in `registry.ts`. */
export interface Page {
  /** Its address; parts with a colon are parameters, `:zone` the zone that it is about. */
  readonly path: string
  readonly title: string
  /** What it is called among the tabs of a zone. Missing: it is reached from another page. */
  readonly tab?: string
  /** The path of the tab that is marked while this page is open; its own unless given. */
  readonly under?: string
  readonly view: (props: PageProps) => JSX.Element
}
