/** Types of records that evidence is found in. */
export type AskedType = 'A' | 'AAAA' | 'CNAME' | 'TXT' | 'CAA'

/** What came of a lookup. `bogus`: the answer does not pass DNSSEC. */
export interface Found {
  readonly kind: 'answer' | 'nxdomain' | 'nodata' | 'servfail' | 'timeout' | 'bogus'
  /** The targets of the CNAME records that were followed, in order, in lower case. */
  readonly chain: readonly string[]
  /** The records of the asked type at the end of the chain; of a TXT record, its text without quotes. */
  readonly records: ReadonlyArray<{ readonly content: string }>
}

/** Looks names up; where it asks is its own affair. Never rejects. */
export interface EvidenceResolver {
  query (name: string, type: AskedType): Promise<Found>
}

/** A lookup that says nothing about what is there. */
export type Trouble = 'servfail' | 'timeout' | 'bogus'

/** The first trouble of some lookups; undefined when all of them were answered. */
export function troubleOf (...lookups: readonly Found[]): Trouble | undefined {
  for (const { kind } of lookups) {
    if (kind === 'servfail' || kind === 'timeout' || kind === 'bogus') return kind
  }
  return undefined
}

/** The contents of the records that a lookup found. */
export function contentsOf ({ records }: Found): readonly string[] {
  return records.map(({ content }) => content)
}
