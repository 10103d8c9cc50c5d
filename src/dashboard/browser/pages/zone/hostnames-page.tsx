import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { CustomHostnameWire } from '../../../../../schemas/custom-hostname.ts'
import { listHostnames, nextChecks, refreshHostname } from '../../api/hostnames.ts'
import { Button } from '../../parts/button.tsx'
import { Failure } from '../../parts/failure.tsx'
import { Heading } from '../../parts/heading.tsx'
import { PlusIcon } from '../../parts/icons.tsx'
import { awaited } from '../../rail/clock-panel.tsx'
import { useAttempts } from '../../state/attempt.ts'
import { say } from '../../state/announce.ts'
import { advances } from '../../state/clock.ts'
import { useLive, useLoaded } from '../../state/loaded.ts'
import { DeleteHostname } from '../hostname/delete-hostname.tsx'
import { HostnameDialog } from '../hostname/hostname-dialog.tsx'
import { isOnTheWay } from '../../words.ts'
import type { PageProps } from '../page.ts'
import { FallbackOriginCard } from './fallback-origin-card.tsx'
import { Filters } from './filters.tsx'
import { HostnameTable } from './hostname-table.tsx'
import { Paging } from './paging.tsx'
import { Walkthrough } from './walkthrough/walkthrough.tsx'
import { ask, changes, isFiltered, readQuestion } from './question.ts'

type Open = 'add' | { readonly what: 'edit' | 'delete', readonly hostname: CustomHostnameWire }

/** The custom hostnames of a zone, and its fallback origin. */
export function HostnamesPage ({ params, query }: PageProps): JSX.Element {
  const zoneId = params['zone'] ?? ''
  const question = readQuestion(query)
  const [open, setOpen] = useState<Open>()
  const list = useLoaded(`${zoneId} ${JSON.stringify(question)} ${changes.value} ${advances.value}`, async signal => await listHostnames(zoneId, question, signal))
  useLive(list.reload, event => event.zone_id === zoneId && event.type !== 'fallback_origin.status_changed')
  const hostnames = list.value?.result ?? []
  const checks = useLoaded(`${zoneId} ${JSON.stringify(hostnames)}`, async () => await nextChecks(zoneId, hostnames.map(({ id }) => id)))
  useAwaited(hostnames)
  const { failure, attempt } = useAttempts()
  const refresh = async (hostname: CustomHostnameWire): Promise<void> => await attempt(async () => {
    await refreshHostname(zoneId, hostname)
    say(`${hostname.hostname} is checked now.`)
    await list.reload()
  })
  const close = (): void => { setOpen(undefined) }
  const { value: answer } = list
  return (
    <>
      <div class='page-head'>
        <Heading>Custom hostnames</Heading>
        <Button kind='primary' onPress={() => { setOpen('add') }}><PlusIcon /> Add custom hostname</Button>
      </div>
      {answer === undefined ? null : <Walkthrough zoneId={zoneId} empty={answer.page?.total_count === 0 && !isFiltered(question)} />}
      <FallbackOriginCard zoneId={zoneId} />
      <section aria-label='List of custom hostnames'>
        <Filters question={question} />
        {failure === undefined ? null : <Failure error={failure} />}
        {list.error === undefined ? null : <Failure error={list.error} />}
        {answer === undefined
          ? list.error === undefined ? <p class='loading' role='status'>Loading…</p> : null
          : hostnames.length === 0
            ? <Nothing filtered={isFiltered(question)} beyond={question.page > 1} onFirst={() => { ask(question, { page: 1 }) }} />
            : (
              <HostnameTable
                zoneId={zoneId} hostnames={hostnames} checks={checks.value ?? new Map()} busy={list.loading}
                onRefresh={hostname => { refresh(hostname) }}
                onEdit={hostname => { setOpen({ what: 'edit', hostname }) }}
                onDelete={hostname => { setOpen({ what: 'delete', hostname }) }}
              />
              )}
        {answer?.page === undefined || answer.page.total_count === 0 ? null : <Paging question={question} page={answer.page} />}
      </section>
      {open === undefined
        ? null
        : open === 'add'
          ? <HostnameDialog zoneId={zoneId} onClose={close} onDone={list.reload} />
          : open.what === 'edit'
            ? <HostnameDialog zoneId={zoneId} hostname={open.hostname} onClose={close} onDone={list.reload} />
            : <DeleteHostname zoneId={zoneId} hostname={open.hostname} onClose={close} onDone={list.reload} />}
    </>
  )
}

function Nothing ({ filtered, beyond, onFirst }: { readonly filtered: boolean, readonly beyond: boolean, readonly onFirst: () => void }): JSX.Element {
  if (beyond) return <p class='empty card'>There is nothing on this page. <Button kind='quiet' onPress={onFirst}>Back to the first</Button></p>
  return <p class='empty card'>{filtered ? 'No custom hostname is like that.' : 'There is no custom hostname yet.'}</p>
}

/** "Until active" is about the first hostname of the list that is on its way there. */
function useAwaited (hostnames: readonly CustomHostnameWire[]): void {
  const waiting = hostnames.find(isOnTheWay)
  const name = waiting?.hostname
  const withCertificate = waiting?.ssl !== undefined
  useEffect(() => {
    awaited.value = name === undefined ? undefined : { hostname: name, withCertificate }
    return () => { awaited.value = undefined }
  }, [name, withCertificate])
}
