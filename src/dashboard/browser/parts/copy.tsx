import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { say } from '../state/announce.ts'
import { CheckIcon, CopyIcon } from './icons.tsx'

const SHOWN_MS = 1500

/** Copies a text; `what` names it for screen readers. */
export function CopyButton ({ text, what }: { readonly text: string, readonly what: string }): JSX.Element {
  const [copied, setCopied] = useState(false)
  const timeout = useRef<number>(undefined)
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      // Browsers keep the clipboard from pages that came without TLS from another machine.
      say('The browser did not allow copying: select the text instead.')
      return
    }
    setCopied(true)
    say(`Copied ${what}.`)
    clearTimeout(timeout.current)
    timeout.current = setTimeout(() => { setCopied(false) }, SHOWN_MS)
  }
  return (
    <button type='button' class='icon-button' aria-label={`Copy ${what}`} title={`Copy ${what}`} onClick={() => { copy() }}>
      {copied ? <CheckIcon /> : <CopyIcon />}
    </button>
  )
}

/** A value to be copied, as it stands. */
export function CopyValue ({ text, what }: { readonly text: string, readonly what: string }): JSX.Element {
  return <span class='copy-value'><code>{text}</code><CopyButton text={text} what={what} /></span>
}
