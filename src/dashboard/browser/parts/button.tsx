import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'

export interface ButtonProps {
  readonly children: ComponentChildren
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly disabled?: boolean
  /** Says more than what is written on it, for screen readers. */
  readonly label?: string
  readonly title?: string
  readonly type?: 'button' | 'submit'
  /** While it runs the button cannot be pressed again. Errors are for the caller to show. */
  readonly onPress?: () => Promise<void> | void
}

/** A button that knows when its work is under way. */
export function Button ({ children, kind = 'plain', disabled = false, label, title, type = 'button', onPress }: ButtonProps): JSX.Element {
  const [busy, setBusy] = useState(false)
  const press = async (): Promise<void> => {
    if (busy || onPress === undefined) return
    setBusy(true)
    try {
      await onPress()
    } finally {
      setBusy(false)
    }
  }
  return (
    <button
      type={type} class={`button ${kind}`} disabled={disabled} aria-disabled={busy} aria-label={label} title={title}
      onClick={onPress === undefined ? undefined : () => { press() }}
    >
      {children}
    </button>
  )
}
