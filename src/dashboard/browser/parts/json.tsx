import type { JSX } from 'preact'
import { Fragment } from 'preact'
import { CopyButton } from './copy.tsx'

const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** What the API answered to a call, with the call above it. */
export function JsonPanel ({ call, text }: { readonly call: string, readonly text: string }): JSX.Element {
  const indented = indent(text)
  return (
    <section class='json' aria-label='Answer of the API'>
      <div class='json-head'><code>{call.split(/(?<=\/)/).map((part, i) => <Fragment key={i}>{part}<wbr /></Fragment>)}</code><CopyButton text={indented} what='the JSON' /></div>
      <pre tabIndex={0} aria-label='JSON'>{coloured(indented)}</pre>
    </section>
  )
}

function indent (text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** Keys, texts and other values each in their colour. */
function coloured (text: string): Array<string | JSX.Element> {
  const parts: Array<string | JSX.Element> = []
  let end = 0
  for (const found of text.matchAll(TOKENS)) {
    const [token, quoted, colon] = found
    parts.push(text.slice(end, found.index), <span class={colon !== undefined ? 'key' : quoted !== undefined ? 'text' : 'value'}>{token}</span>)
    end = found.index + token.length
  }
  return [...parts, text.slice(end)]
}
