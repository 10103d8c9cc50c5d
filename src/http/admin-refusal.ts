/** A refused call of the admin API, as it is answered. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly detail: Readonly<Record<string, unknown>> | undefined

  constructor (status: number, code: string, message: string, detail?: Readonly<Record<string, unknown>>) {
    super(message)
    this.status = status
    this.code = code
    this.detail = detail
  }
}

/** A request that cannot be understood; `path` is the JSON path of the fault, such as `/settings/quota`. */
export function invalidRequest (path: string, problem: string): Refusal {
  return new Refusal(400, 'invalid_request', `${path === '' ? '/' : path}: ${problem}`)
}

/** Something that the path or the body names does not exist. */
export function notFound (what: string): Refusal {
  return new Refusal(404, 'not_found', `${what} does not exist`)
}
