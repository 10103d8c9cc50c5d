import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { MailHeadWire } from '../../../../../schemas/admin/mail.ts'
import { admin } from '../../api/admin.ts'
import { Button } from '../../parts/button.tsx'
import { Failure } from '../../parts/failure.tsx'
import { TextField } from '../../parts/field.tsx'
import { Heading } from '../../parts/heading.tsx'
import { Moment } from '../../parts/moment.tsx'
import { href, replaceQuery } from '../../router.ts'
import { say } from '../../state/announce.ts'
import { advances } from '../../state/clock.ts'
import { useLive, useLoaded } from '../../state/loaded.ts'
import type { PageProps } from '../page.ts'
import { Letter } from './letter.tsx'
import { useSettled } from './settled.ts'

/** Messages that are read at once. */
const READ = 200

/** The mailbox of everybody who is asked to approve a certificate. */
export function MailPage ({ params, query }: PageProps): JSX.Element {
  const zoneId = params['zone'] ?? ''
  const [hostname, setHostname] = useState('')
  const settled = useSettled(hostname.trim())
  const list = useLoaded(`${zoneId} ${settled} ${advances.value}`, async () => await admin.mail.list({ zone_id: zoneId, limit: READ, ...(settled === '' ? {} : { hostname: settled }) }))
  useLive(list.reload, event => event.zone_id === zoneId)
  useReturn(list.reload)
  const { value, error } = list
  const mails = value?.mails ?? []
  const named = query.get('open')
  const open = named === null ? mails[0]?.id : Number(named)
  const show = (id: number | undefined): void => { replaceQuery(new URLSearchParams(id === undefined ? {} : { open: String(id) })) }
  const empty = async (): Promise<void> => {
    const count = await admin.mail.clear({ zone_id: zoneId })
    show(undefined)
    say(count === 1 ? '1 message is deleted.' : `${count} messages are deleted.`)
    await list.reload()
  }
  return (
    <>
      <div class='page-head'>
        <div>
          <Heading>Mailbox</Heading>
          <p class='lead'>Messages that ask the owners of domains to approve a certificate, which validation by email waits for.</p>
        </div>
        {mails.length === 0 ? null : <Button onPress={empty}>Delete all</Button>}
      </div>
      {error === undefined ? null : <Failure error={error} />}
      {value === undefined
        ? error === undefined ? <p class='loading' role='status'>Loading…</p> : null
        : mails.length === 0 && settled === ''
          ? <p class='empty card'>No message yet. Each custom hostname with the validation method Email sends some: <a href={href('/zones/:zone', { zone: zoneId })}>add one</a>.</p>
          : (
            <div class='mailbox'>
              <section aria-label='Messages'>
                <TextField bare label='Hostname' type='search' placeholder='Messages about a hostname' value={hostname} onInput={setHostname} />
                {mails.length === 0 ? <p class='empty'>No message is about that hostname.</p> : null}
                <ul class='letters'>{mails.map(mail => <MailLine key={mail.id} mail={mail} open={mail.id === open} onOpen={() => { show(mail.id) }} />)}</ul>
                {value.total > mails.length ? <p class='hint'>The latest {mails.length} of {value.total.toLocaleString('en')} are listed.</p> : null}
              </section>
              {open === undefined ? null : <Letter key={open} zoneId={zoneId} id={open} approvedAt={mails.find(({ id }) => id === open)?.approved_at} />}
            </div>
            )}
    </>
  )
}

function MailLine ({ mail: { hostname, to, at, approved_at: approved }, open, onOpen }: { readonly mail: MailHeadWire, readonly open: boolean, readonly onOpen: () => void }): JSX.Element {
  return (
    <li>
      <button type='button' class='letter-line' aria-current={open} onClick={onOpen}>
        <span class='letter-head'><strong>{hostname}</strong> <Moment at={at} /></span>
        <span class='letter-to'>to {to}</span>
        {approved === undefined ? null : <span class='badge good'>approved</span>}
      </button>
    </li>
  )
}

/** A message is approved in another tab, and nothing here tells of it before the certificate goes on. */
function useReturn (reload: () => Promise<void>): void {
  useEffect(() => {
    const look = (): void => { if (document.visibilityState === 'visible') reload() }
    addEventListener('focus', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      removeEventListener('focus', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [reload])
}
