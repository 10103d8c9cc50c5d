import type { JSX } from 'preact'
import type { CustomHostnameWire } from '../../../../../schemas/custom-hostname.ts'
import { Badge } from '../../parts/badge.tsx'
import { EditIcon, RefreshIcon, TrashIcon } from '../../parts/icons.tsx'
import { Moment } from '../../parts/moment.tsx'
import { href } from '../../router.ts'
import { authorityName, methodName } from '../../words.ts'

export interface TableActions {
  readonly onRefresh: (hostname: CustomHostnameWire) => void
  readonly onEdit: (hostname: CustomHostnameWire) => void
  readonly onDelete: (hostname: CustomHostnameWire) => void
}

interface TableProps extends TableActions {
  readonly zoneId: string
  readonly hostnames: readonly CustomHostnameWire[]
  readonly checks: ReadonlyMap<string, string | null>
  readonly busy: boolean
}

const COLUMNS = ['Hostname', 'Status', 'Certificate', 'Method', 'Authority', 'Expires', 'Next check', 'Created'] as const

/** Custom hostnames, each in a line; on a narrow screen each is a card. */
export function HostnameTable ({ zoneId, hostnames, checks, busy, ...actions }: TableProps): JSX.Element {
  return (
    <div class='table-frame'>
      <table class='hostnames' aria-busy={busy}>
        <caption class='hidden'>Custom hostnames</caption>
        <thead><tr>{COLUMNS.map(name => <th key={name} scope='col'>{name}</th>)}<th scope='col'><span class='hidden'>Actions</span></th></tr></thead>
        <tbody>
          {hostnames.map(hostname => <Row key={hostname.id} zoneId={zoneId} hostname={hostname} nextCheck={checks.get(hostname.id)} {...actions} />)}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps extends TableActions {
  readonly zoneId: string
  readonly hostname: CustomHostnameWire
  readonly nextCheck: string | null | undefined
}

const NOTHING = <span class='nothing'>–</span>

function Row ({ zoneId, hostname, nextCheck, onRefresh, onEdit, onDelete }: RowProps): JSX.Element {
  const { id, hostname: name, status, ssl, created_at: createdAt, verification_errors: errors = [] } = hostname
  const faults = [...errors, ...(ssl?.validation_errors ?? []).map(({ message }) => message)]
  return (
    <tr>
      <th scope='row' data-label='Hostname'>
        <a href={href('/zones/:zone/hostnames/:hostname', { zone: zoneId, hostname: id })}>{name}</a>
        {' '}{ssl?.wildcard === true ? <span class='tag'>wildcard</span> : null}
        {faults.map(text => <span key={text} class='row-fault'>{text}</span>)}
      </th>
      <td data-label='Status'><Badge status={status} /></td>
      <td data-label='Certificate'>{ssl === undefined ? NOTHING : <Badge status={ssl.status} />}</td>
      <td data-label='Method'>{ssl === undefined ? NOTHING : methodName(ssl.method)}</td>
      <td data-label='Authority'>{authorityName(ssl?.certificate_authority)}</td>
      <td data-label='Expires'>{ssl?.expires_on === undefined ? NOTHING : <Moment at={ssl.expires_on} />}</td>
      <td data-label='Next check'>{nextCheck === undefined || nextCheck === null ? NOTHING : <Moment at={nextCheck} />}</td>
      <td data-label='Created'><Moment at={createdAt} /></td>
      <td class='row-actions'>
        <button type='button' class='icon-button' aria-label={`Refresh ${name}`} title='Refresh' onClick={() => { onRefresh(hostname) }}><RefreshIcon /></button>
        <button type='button' class='icon-button' aria-label={`Edit ${name}`} title='Edit' onClick={() => { onEdit(hostname) }}><EditIcon /></button>
        <button type='button' class='icon-button' aria-label={`Delete ${name}`} title='Delete' onClick={() => { onDelete(hostname) }}><TrashIcon /></button>
      </td>
    </tr>
  )
}
