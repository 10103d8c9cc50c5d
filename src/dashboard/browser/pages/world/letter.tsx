import type { JSX } from 'preact'
import { admin } from '../../api/admin.ts'
import { CopyButton } from '../../parts/copy.tsx'
import { Failure } from '../../parts/failure.tsx'
import { CheckIcon } from '../../parts/icons.tsx'
import { Moment } from '../../parts/moment.tsx'
import { href } from '../../router.ts'
import { useLoaded } from '../../state/loaded.ts'
import { adminToken } from '../../state/session.ts'

interface LetterProps {
  readonly zoneId: string
  readonly id: number
  /** As the list knows it, which is read again more often than the message. */
  readonly approvedAt: string | undefined
}

/** One message: its words as text, and the way to the page that it is about. */
export function Letter ({ zoneId, id, approvedAt }: LetterProps): JSX.Element {
  const { value: mail, error } = useLoaded(String(id), async () => await admin.mail.get(id))
  if (mail === undefined) return error === undefined ? <p class='loading' role='status'>Loading…</p> : <Failure error={error} />
  const approved = approvedAt ?? mail.approved_at
  return (
    <article class='card letter' aria-labelledby='subject'>
      <h2 id='subject'>{mail.subject}</h2>
      <dl class='facts'>
        <div><dt>From</dt><dd>{mail.from}</dd></div>
        <div><dt>To</dt><dd>{mail.to}</dd></div>
        <div><dt>About</dt><dd><a href={href('/zones/:zone/hostnames/:hostname', { zone: zoneId, hostname: mail.custom_hostname_id })}>{mail.hostname}</a></dd></div>
        <div><dt>Sent</dt><dd><Moment at={mail.at} absolute /></dd></div>
      </dl>
      <p class='letter-text'>{withLink(mail.text.trimEnd(), mail.link)}</p>
      <div class='letter-actions'>
        {approved === undefined
          ? <a class='button primary' href={mail.link} target='_blank' rel='noopener noreferrer'>Review and approve<span class='hidden'> in a new tab</span></a>
          : <p class='in-place'><CheckIcon /> Approved <Moment at={approved} /></p>}
        {/* A browser that follows a link sends no token along. */}
        {adminToken.value === '' ? <a class='button' href={`/__admin/mail/${id}/html`} target='_blank' rel='noopener noreferrer'>As HTML<span class='hidden'> in a new tab</span></a> : null}
        <CopyButton text={mail.link} what='the link' />
      </div>
    </article>
  )
}

function withLink (text: string, link: string): Array<string | JSX.Element> {
  const [before = '', ...after] = text.split(link)
  return after.length === 0 ? [text] : [before, <a key='link' href={link} target='_blank' rel='noopener noreferrer'>{link}</a>, after.join(link)]
}
