/** What a handler answers: a status and a body that is already text. */
export interface Answer {
  readonly status: number
  readonly body: string
}

/** The envelope of one object, given as JSON text. Messages on custom hostnames and quota are bare texts, elsewhere objects. */
export function single (result: string, status = 200, messages: readonly unknown[] = []): Answer {
  return { status, body: `{"result":${result},"success":true,"errors":[],"messages":${messages.length === 0 ? '[]' : JSON.stringify(messages)}}` }
}

export interface Page {
  readonly page: number
  readonly perPage: number
}

/** The envelope of one page of a list, its items given as JSON texts. A page past the end is an empty list, not an error. */
export function list (items: readonly string[], { page, perPage }: Page, total: number): Answer {
  const resultInfo = { page, per_page: perPage, count: items.length, total_count: total, total_pages: Math.ceil(total / perPage) }
  return { status: 200, body: `{"result":[${items.join(',')}],"success":true,"errors":[],"messages":[],"result_info":${JSON.stringify(resultInfo)}}` }
}

/** The answer to a DELETE: sources disagree on a bare id or an envelope, so it is both. */
export function deleted (id: string): Answer {
  return { status: 200, body: JSON.stringify({ id, result: { id }, success: true, errors: [], messages: [] }) }
}
