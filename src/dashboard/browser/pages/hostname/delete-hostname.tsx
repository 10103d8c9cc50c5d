import type { JSX } from 'preact'
import type { CustomHostnameWire } from '../../../../../schemas/custom-hostname.ts'
import { deleteHostname } from '../../api/hostnames.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { say } from '../../state/announce.ts'

interface DeleteProps {
  readonly zoneId: string
  readonly hostname: CustomHostnameWire
  readonly onClose: () => void
  readonly onDone: () => Promise<void> | void
}

/** Asks before a hostname is deleted. */
export function DeleteHostname ({ zoneId, hostname: { id, hostname }, onClose, onDone }: DeleteProps): JSX.Element {
  const submit = async (): Promise<void> => {
    await deleteHostname(zoneId, id)
    say(`${hostname} is deleted.`)
    await onDone()
  }
  return (
    <Dialog title={`Delete ${hostname}?`} action='Delete custom hostname' danger onClose={onClose} onSubmit={submit}>
      <p>Its certificate goes with it, and visitors no longer reach this zone under that name. This cannot be undone.</p>
    </Dialog>
  )
}
