import type { FastifyRequest } from 'fastify'
import type { RequestFacts } from '../core/faults.ts'
import { receivedText } from '../http/body.ts'
import { pathOf } from '../http/gate.ts'
import type { Query } from '../http/paging.ts'
import { queryText } from '../http/paging.ts'
import type { Store } from '../store/store.ts'

/** What a path of the v4 API addresses. */
export interface Addressed {
  readonly zoneId?: string
  readonly customHostnameId?: string
}

const ZONE = /^\/client\/v4\/zones\/([0-9a-f]{32})(?=\/|$)(?:\/custom_hostnames\/([0-9a-f-]{36})(?=\/|$))?/

/** The zone and the custom hostname in a path, as far as their ids are well-formed. */
export function addressedBy (path: string): Addressed {
  const [, zoneId, customHostnameId] = ZONE.exec(path) ?? []
  return { ...(zoneId === undefined ? {} : { zoneId }), ...(customHostnameId === undefined ? {} : { customHostnameId }) }
}

/** What faults look at in a request; the name behind an id is looked up only `withHostnames`. */
export async function factsOf (request: FastifyRequest, store: Store, withHostnames: boolean): Promise<RequestFacts> {
  const path = pathOf(request)
  const addressed = addressedBy(path)
  return {
    method: request.method,
    path,
    ...(addressed.zoneId === undefined ? {} : { zoneId: addressed.zoneId }),
    hostnames: withHostnames ? await hostnamesOf(request, addressed, store) : []
  }
}

async function hostnamesOf (request: FastifyRequest, addressed: Addressed, store: Store): Promise<string[]> {
  const query = request.query as Query
  const named = [await hostnameOf(addressed, store), queryText(query, 'hostname'), queryText(query, 'hostname.exact'), namedByBody(request)]
  return named.flatMap(name => name === undefined || name === '' ? [] : [name.toLowerCase()])
}

/** The name of the custom hostname that a path addresses; undefined when there is none. */
export async function hostnameOf ({ zoneId, customHostnameId }: Addressed, store: Store): Promise<string | undefined> {
  const zone = zoneId === undefined ? undefined : store.zones.find(zoneId)
  if (zone === undefined || customHostnameId === undefined) return undefined
  return (await store.customHostnames.find(zone.no, customHostnameId))?.hostname
}

function namedByBody (request: FastifyRequest): string | undefined {
  const text = receivedText(request)
  if (text === undefined || !text.includes('"hostname"')) return undefined
  try {
    const { hostname } = JSON.parse(text) as { readonly hostname?: unknown }
    return typeof hostname === 'string' ? hostname : undefined
  } catch {
    return undefined
  }
}
