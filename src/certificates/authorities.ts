import type { Authorities, StoredAuthorities } from '../ca/authorities.ts'
import { createAuthorities, exportAuthorities, importAuthorities } from '../ca/authorities.ts'
import type { SystemClock } from '../clock.ts'
import type { Random } from '../random.ts'
import type { Store } from '../store/store.ts'

export interface AuthorityParts {
  readonly store: Pick<Store, 'certificates' | 'onReplaced'>
  readonly random: Random
  readonly clock: SystemClock
}

/** The sandbox's authorities: made when they are first needed, kept with the data from then on. */
export function authorityKeeper (parts: AuthorityParts): () => Promise<Authorities> {
  let loaded: Promise<Authorities> | undefined
  // A snapshot may have brought those of another sandbox.
  parts.store.onReplaced(() => { loaded = undefined })
  return async () => {
    loaded ??= load(parts)
    try {
      return await loaded
    } catch (error) {
      // A failure is not kept: whoever needs them next tries again.
      loaded = undefined
      throw error
    }
  }
}

async function load ({ store, random, clock }: AuthorityParts): Promise<Authorities> {
  const kept = await store.certificates.findAuthorities()
  if (kept !== undefined) return importAuthorities(JSON.parse(kept) as StoredAuthorities)
  const next = random.stream('authorities')
  const made = await createAuthorities({ now: clock.now(), random: size => Uint8Array.from({ length: size }, () => Math.floor(next() * 256)) })
  await store.certificates.saveAuthorities(JSON.stringify(exportAuthorities(made)))
  // A snapshot that was restored meanwhile has brought others.
  const present = await store.certificates.findAuthorities()
  return present === undefined ? made : importAuthorities(JSON.parse(present) as StoredAuthorities)
}
