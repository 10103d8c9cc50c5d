import type { JSX } from 'preact'
import { CopyButton } from '../../parts/copy.tsx'

interface MessageProps {
  readonly title: string
  readonly headers: Readonly<Record<string, string>>
  /** A JSON value, or a text; null where there is none. */
  readonly body: unknown
}

/** Headers and body of one message. */
export function MessageView ({ title, headers, body }: MessageProps): JSX.Element {
  const names = Object.keys(headers)
  return (
    <section class='message' aria-label={title}>
      <h3>{title}</h3>
      {names.length === 0 ? null : <dl class='headers'>{names.map(name => <div key={name}><dt>{name}</dt><dd>{headers[name]}</dd></div>)}</dl>}
      {body === null || body === undefined || body === '' ? <p class='hint'>No body.</p> : <BodyView what={`the body of the ${title.toLowerCase()}`} body={body} />}
    </section>
  )
}

/** A value as indented JSON, or a text as it stands, to read and to copy. */
export function BodyView ({ what, body }: { readonly what: string, readonly body: unknown }): JSX.Element {
  const text = typeof body === 'string' ? body : JSON.stringify(body, null, 2)
  return (
    <div class='body-view'>
      <CopyButton text={text} what={what} />
      <pre tabIndex={0} aria-label={what}>{text}</pre>
    </div>
  )
}
