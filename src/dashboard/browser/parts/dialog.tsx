import type { ComponentChildren, JSX } from 'preact'
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Button } from './button.tsx'
import { Failure } from './failure.tsx'

interface DialogProps {
  readonly title: string
  readonly children: ComponentChildren
  /** What the button that does it says. */
  readonly action: string
  readonly danger?: boolean
  readonly onClose: () => void
  /** Does what the dialog is for. It closes when this resolves and shows the error when it rejects. */
  readonly onSubmit: () => Promise<void>
}

/** A modal dialog with a form. The browser keeps the focus inside and gives it back; Escape closes it. */
export function Dialog ({ title, children, action, danger = false, onClose, onSubmit }: DialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const id = useId()
  const over = useRef(false)
  // Before anything else can happen: a key that comes first would be for the page, and what it leads to would get the focus back.
  useLayoutEffect(() => { dialog.current?.showModal() }, [])
  const finish = (): void => {
    if (over.current) return
    over.current = true
    onClose()
  }
  // The browser gives the focus back at once, but tells of the closing in a task of its own. A key that comes in between would press a button that
  // opens what is still taken for open, and then the late word would close it.
  const close = (): void => {
    dialog.current?.close()
    finish()
  }
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setError(undefined)
    try {
      await onSubmit()
      close()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <dialog ref={dialog} aria-labelledby={id} onCancel={event => { if (event.target === event.currentTarget) close() }} onClose={finish}>
      <form onSubmit={event => { submit(event) }}>
        <h2 id={id}>{title}</h2>
        <div class='dialog-body'>{children}</div>
        {error === undefined ? null : <Failure error={error} />}
        <div class='dialog-actions'>
          <Button kind='quiet' onPress={close}>Cancel</Button>
          <button type='submit' class={`button ${danger ? 'danger' : 'primary'}`} aria-disabled={busy}>{action}</button>
        </div>
      </form>
    </dialog>
  )
}
