import type { ErrorWire, FailureWire, ResultInfoWire } from '../../../../schemas/envelope.ts'
import { apiToken, renewApiToken } from '../state/session.ts'

/** What the v4 API answered, and the text that it sent. */
export interface V4Answer<T> {
  readonly result: T
  readonly page: ResultInfoWire | undefined
  readonly messages: readonly string[]
  readonly text: string
}

/** A call that the v4 API refused, in the words of the service. */
export class V4Error extends Error {
  readonly status: number
  readonly errors: readonly ErrorWire[]

  constructor (status: number, errors: readonly ErrorWire[]) {
    super(errors[0]?.message ?? `HTTP ${status}`)
    this.name = 'V4Error'
    this.status = status
    this.errors = errors
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface V4Call {
  readonly method?: Method
  readonly body?: unknown
  readonly signal?: AbortSignal
}

interface Envelope<T> {
  readonly result: T
  readonly result_info?: ResultInfoWire
  readonly messages?: ReadonlyArray<string | { readonly message: string }>
}

/** A call on a zone: `path` begins below it, such as `/custom_hostnames?page=2`. Rejects with V4Error when it is refused. */
export async function v4<T> (zoneId: string, path: string, call: V4Call = {}): Promise<V4Answer<T>> {
  return await ask(zoneId, `/zones/${zoneId}${path}`, call)
}

/** A call on the account of a zone, with the token that the page has for the zone. Rejects with V4Error when it is refused. */
export async function v4OnAccount<T> ({ id, account_id: account }: { readonly id: string, readonly account_id: string }, path: string, call: V4Call = {}): Promise<V4Answer<T>> {
  return await ask(id, `/accounts/${account}${path}`, call)
}

async function ask<T> (zoneId: string, path: string, call: V4Call): Promise<V4Answer<T>> {
  const token = apiToken(zoneId)
  let response = await send(path, token, call)
  if (response.status === 401 || response.status === 403) {
    // Where credentials are looked up, the page has to ask for some of its own first.
    const fresh = await renewApiToken(zoneId, token)
    if (fresh !== undefined) response = await send(path, fresh, call)
  }
  const text = await response.text()
  if (!response.ok) throw new V4Error(response.status, errorsIn(text, response.status))
  const { result, result_info: page, messages = [] } = JSON.parse(text) as Envelope<T>
  return { result, page, messages: messages.map(message => typeof message === 'string' ? message : message.message), text }
}

async function send (path: string, token: string, { method = 'GET', body, signal }: V4Call): Promise<Response> {
  return await fetch(`/client/v4${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal })
  })
}

/** What an injected fault sends in place of an envelope is shown as it is. */
function errorsIn (text: string, status: number): readonly ErrorWire[] {
  const asItIs = [{ code: status, message: text === '' ? `HTTP ${status} without a body` : text.slice(0, 200) }]
  try {
    const { errors } = JSON.parse(text) as Partial<FailureWire>
    return Array.isArray(errors) && errors.length > 0 ? errors : asItIs
  } catch {
    return asItIs
  }
}
