import type { JSX } from 'preact'
import { AdminError } from '../../../admin-client/client.ts'
import { V4Error } from '../api/v4.ts'

/** An error as whoever refused the call words it, with the numbers that a program would act on. */
export function Failure ({ error }: { readonly error: unknown }): JSX.Element {
  return <div class='failure' role='alert'>{linesOf(error)}</div>
}

function linesOf (error: unknown): JSX.Element | JSX.Element[] {
  if (error instanceof V4Error) {
    return error.errors.map(({ code, message, source, error_chain: chain = [] }) => (
      <p key={`${code}${message}`}>
        {message} <span class='code'>{code}{source?.pointer === undefined ? '' : ` ${source.pointer}`}</span>
        {chain.map(cause => <span key={cause.message} class='cause'>{cause.message} <span class='code'>{cause.code}</span></span>)}
      </p>
    ))
  }
  if (error instanceof AdminError) return <p>{error.message} <span class='code'>{error.code}</span></p>
  if (error instanceof TypeError) return <p>The sandbox does not answer. Is it still running?</p>
  return <p>{error instanceof Error ? error.message : String(error)}</p>
}
