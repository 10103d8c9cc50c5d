import defaultWorld from '../../fixtures/world.json' with { type: 'json' }
import type { SeedFileWire, SeedWire } from '../../schemas/seed.ts'
import type { SeedPart } from '../config/seed-files.ts'
import { SeedError } from '../config/seed-files.ts'

/** Names an element of a list of the seed for whoever wrote it: `/zones/0`, after its file where there is one. */
export type Place = (list: keyof SeedWire, index: number) => string

export interface Seed {
  readonly world: SeedWire
  readonly placeOf: Place
}

/** The world that a sandbox starts with when no seed is given. */
export function readDefaultWorld (): SeedWire {
  return defaultWorld as SeedWire
}

/** Where something is in a seed of one part that is no file. */
export const plainPlace: Place = (list, index) => `/${list}/${index}`

/** The seed that these parts make; of none, the default world. Throws SeedError with file and path of the first fault. */
export async function readSeed (parts: readonly SeedPart[] | undefined): Promise<Seed> {
  if (parts === undefined) return { world: readDefaultWorld(), placeOf: plainPlace }
  // Loaded when it is needed: the default world is good as it is, and a start without a seed is a third faster.
  const [{ firstFault }, { SeedFileSchema }] = await Promise.all([import('../http/admin-validation.ts'), import('../../schemas/seed.ts')])
  for (const { file, content } of parts) {
    const fault = firstFault(SeedFileSchema, content)
    if (fault !== undefined) throw new SeedError(`seed: ${before(file)}${fault.path === '' ? '/' : fault.path}: ${fault.problem}`)
  }
  return merge(parts.map(({ file, content }) => ({ ...(file === undefined ? {} : { file }), content: content as SeedFileWire })))
}

interface CheckedPart {
  readonly file?: string
  readonly content: SeedFileWire
}

/** What may be there only once, by list. */
const UNIQUE: { readonly [List in keyof SeedWire]-?: ReadonlyArray<keyof NonNullable<SeedWire[List]>[number]> } = {
  accounts: ['id'],
  users: ['email'],
  tokens: ['token'],
  zones: ['id', 'name'],
  templates: ['name'],
  // These are named within their accounts, which are looked at when they are planted.
  webhook_destinations: [],
  notification_policies: []
}

/** Lists are put one behind the other. Throws SeedError when something that has to be unique is there twice, with both places. */
function merge (parts: readonly CheckedPart[]): Seed {
  const places = new Map<string, string>()
  const mergeList = <List extends keyof SeedWire>(list: List): NonNullable<SeedWire[List]> => {
    const seen = new Map<string, string>()
    const merged: Array<NonNullable<SeedWire[List]>[number]> = []
    for (const { file, content } of parts) {
      const items = (content[list] ?? []) as NonNullable<SeedWire[List]>
      items.forEach((item: NonNullable<SeedWire[List]>[number], i) => {
        const place = `${before(file)}/${list}/${i}`
        for (const key of UNIQUE[list]) {
          const value = String(item[key as keyof typeof item]).toLowerCase()
          const earlier = seen.get(`${String(key)} ${value}`)
          // A token is a secret, so it is not repeated.
          if (earlier !== undefined) throw new SeedError(`seed: ${place}/${String(key)}: ${list === 'tokens' ? 'the token' : `"${value}"`} is there already, at ${earlier}/${String(key)}`)
          seen.set(`${String(key)} ${value}`, place)
        }
        places.set(`${list} ${merged.length}`, place)
        merged.push(item)
      })
    }
    return merged as NonNullable<SeedWire[List]>
  }
  const world: SeedWire = {
    accounts: mergeList('accounts'),
    users: mergeList('users'),
    tokens: mergeList('tokens'),
    zones: mergeList('zones'),
    templates: mergeList('templates'),
    webhook_destinations: mergeList('webhook_destinations'),
    notification_policies: mergeList('notification_policies')
  }
  if (world.accounts.length === 0) throw new SeedError('seed: /accounts: needs an account')
  return { world, placeOf: (list, index) => places.get(`${list} ${index}`) ?? plainPlace(list, index) }
}

function before (file: string | undefined): string {
  return file === undefined ? '' : `${file}: `
}
