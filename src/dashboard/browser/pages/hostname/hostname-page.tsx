import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { ExplainWire } from '../../../../../schemas/admin/explain.ts'
import type { CustomHostnameWire } from '../../../../../schemas/custom-hostname.ts'
import type { FallbackOriginWire } from '../../../../../schemas/fallback-origin.ts'
import { admin } from '../../api/admin.ts'
import { readFallbackOrigin, readHostname, refreshHostname } from '../../api/hostnames.ts'
import type { V4Answer } from '../../api/v4.ts'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Failure } from '../../parts/failure.tsx'
import { Heading } from '../../parts/heading.tsx'
import { JsonPanel } from '../../parts/json.tsx'
import { awaited } from '../../rail/clock-panel.tsx'
import { EventLine } from '../../rail/stream.tsx'
import { go, href } from '../../router.ts'
import { useAttempts } from '../../state/attempt.ts'
import { say } from '../../state/announce.ts'
import { advances } from '../../state/clock.ts'
import { useLive, useLoaded } from '../../state/loaded.ts'
import { TimelineCard } from '../../timeline/timeline-card.tsx'
import { isOnTheWay } from '../../words.ts'
import type { PageProps } from '../page.ts'
import { CertificateCard } from './certificate-card.tsx'
import { DeleteHostname } from './delete-hostname.tsx'
import { ExplainCard } from './explain-card.tsx'
import { HostnameDialog } from './hostname-dialog.tsx'
import { ToDoCard } from './to-do-card.tsx'

interface Seen {
  readonly answer: V4Answer<CustomHostnameWire>
  readonly explained: ExplainWire
  readonly origin: FallbackOriginWire | undefined
}

async function see (zoneId: string, id: string, signal: AbortSignal): Promise<Seen> {
  const [answer, explained, origin] = await Promise.all([readHostname(zoneId, id, signal), admin.explain(zoneId, id), readFallbackOrigin(zoneId, signal)])
  return { answer, explained, origin }
}

/** One custom hostname: its story, what is to do, its certificate, and the API's very answer. */
export function HostnamePage ({ params }: PageProps): JSX.Element {
  const { zone: zoneId = '', hostname: id = '' } = params
  const seen = useLoaded(`${zoneId} ${id} ${advances.value}`, async signal => await see(zoneId, id, signal))
  useLive(seen.reload, event => event.custom_hostname_id === id || (event.zone_id === zoneId && event.type === 'fallback_origin.status_changed'))
  const hostname = seen.value?.answer.result
  useEffect(() => {
    awaited.value = hostname === undefined || !isOnTheWay(hostname) ? undefined : { hostname: hostname.hostname, withCertificate: hostname.ssl !== undefined }
    return () => { awaited.value = undefined }
  }, [hostname])
  const { value, error } = seen
  return (
    <>
      <p class='back'><a href={href('/zones/:zone', { zone: zoneId })}>← Custom hostnames</a></p>
      {error === undefined ? null : <Failure error={error} />}
      {value === undefined
        ? error === undefined ? <p class='loading' role='status'>Loading…</p> : <Heading>This hostname cannot be shown</Heading>
        : (
          <>
            <Head zoneId={zoneId} hostname={value.answer.result} reload={seen.reload} />
            <TimelineCard explained={value.explained} createdAt={value.answer.result.created_at} />
            <div class='columns'>
              <div class='column'>
                <ToDoCard zoneId={zoneId} hostname={value.answer.result} origin={value.origin} />
                <ExplainCard explained={value.explained} />
                <CertificateCard zoneId={zoneId} hostname={value.answer.result} />
                <Events explained={value.explained} />
              </div>
              <JsonPanel call={`GET /client/v4/zones/${zoneId}/custom_hostnames/${id}`} text={value.answer.text} />
            </div>
          </>
          )}
    </>
  )
}

interface HeadProps {
  readonly zoneId: string
  readonly hostname: CustomHostnameWire
  readonly reload: () => Promise<void>
}

function Head ({ zoneId, hostname, reload }: HeadProps): JSX.Element {
  const [open, setOpen] = useState<'edit' | 'delete'>()
  const { failure, attempt } = useAttempts()
  const refresh = async (): Promise<void> => await attempt(async () => {
    await refreshHostname(zoneId, hostname)
    say(`${hostname.hostname} is checked now.`)
    await reload()
  })
  const close = (): void => { setOpen(undefined) }
  const { hostname: name, status, ssl, verification_errors: errors = [] } = hostname
  const faults = [...errors, ...(ssl?.validation_errors ?? []).map(({ message }) => message)]
  return (
    <>
      <div class='page-head hostname-head'>
        <div>
          <Heading>{name}</Heading>
          <p class='both-statuses'>
            <span>Hostname <Badge status={status} /></span>
            <span>Certificate {ssl === undefined ? 'none' : <Badge status={ssl.status} />}</span>
          </p>
        </div>
        <div class='head-actions'>
          <Button onPress={refresh}>Refresh</Button>
          <Button onPress={() => { setOpen('edit') }}>Edit</Button>
          <Button onPress={() => { setOpen('delete') }}>Delete</Button>
        </div>
      </div>
      {failure === undefined ? null : <Failure error={failure} />}
      {faults.map(text => <p key={text} class='fault-line'>{text}</p>)}
      {open === 'edit' ? <HostnameDialog zoneId={zoneId} hostname={hostname} onClose={close} onDone={reload} /> : null}
      {open === 'delete' ? <DeleteHostname zoneId={zoneId} hostname={hostname} onClose={close} onDone={() => { go(href('/zones/:zone', { zone: zoneId })) }} /> : null}
    </>
  )
}

/** Events that are listed; the timeline shows the rest. */
const LISTED = 100

function Events ({ explained: { timeline: { past } } }: { readonly explained: ExplainWire }): JSX.Element {
  return (
    <section class='card' aria-labelledby='events'>
      <h2 id='events'>Events</h2>
      <ol class='events listed' tabIndex={0} aria-label='Events of this hostname, newest first'>
        {past.slice(-LISTED).reverse().map(event => <EventLine key={event.id} event={event} alone />)}
      </ol>
      {past.length > LISTED ? <p class='hint'>The latest {LISTED} of {past.length} are shown.</p> : null}
    </section>
  )
}
