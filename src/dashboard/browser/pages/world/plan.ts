import type { CustomerRecordWire, DnsFaultWire } from '../../../../../schemas/admin/dns.ts'
import type { CustomHostnameWire } from '../../../../../schemas/custom-hostname.ts'
import type { FallbackOriginWire } from '../../../../../schemas/fallback-origin.ts'
import type { CertificateAuthorityWire } from '../../../../../schemas/statuses.ts'
import { isActive } from '../../words.ts'
import { tasksOf } from '../hostname/tasks.ts'

/** One thing that a customer does to their DNS. */
export type Step =
  | { readonly kind: 'put', readonly type: 'CNAME' | 'TXT' | 'CAA', readonly name: string, readonly content: string }
  | { readonly kind: 'remove', readonly id: string, readonly type: string, readonly name: string, readonly content: string }
  | { readonly kind: 'repair', readonly id: string, readonly fault: DnsFaultWire['kind'], readonly name: string }

export interface Seen {
  readonly hostname: CustomHostnameWire
  readonly origin: FallbackOriginWire | undefined
  /** The customers' records that the hostname's zone sees; others do no harm. */
  readonly records: readonly CustomerRecordWire[]
  readonly faults: readonly DnsFaultWire[]
}

/** What an authority is called in CAA records. */
const ISSUERS: Readonly<Record<CertificateAuthorityWire, string>> = {
  google: 'pki.goog', lets_encrypt: 'letsencrypt.org', ssl_com: 'ssl.com', digicert: 'digicert.com'
}

/** What the customer still has to do so that the next checks find all they ask for, in an order that can be carried out; empty when all is in place. */
export function planOf ({ hostname, origin, records, faults }: Seen): readonly Step[] {
  const wanted = tasksOf(hostname, origin)
    .filter(({ optional }) => optional !== true)
    .flatMap(({ deeds }) => deeds.flatMap(deed => deed.kind === 'dns' ? [{ kind: 'put', type: deed.type, name: lower(deed.name), content: deed.content } as const] : []))
  const missing = wanted.filter(({ type, name, content }) => !records.some(record => record.type === type && record.name === name && sameContent(record, content)))
  const needed = new Set([...wanted.map(({ name }) => name), ...isActive(hostname) ? [] : [lower(hostname.hostname)]])
  return [
    ...faults.filter(({ name }) => needed.has(name)).map(({ id, kind, name }) => ({ kind: 'repair', id, fault: kind, name } as const)),
    ...wanted.flatMap(step => step.type === 'CNAME' ? inTheWay(step, records, missing.includes(step)) : []),
    ...missing,
    ...permission(hostname, records)
  ]
}

/** True when a person has to approve a mail: no record does that. */
export function mailWanted ({ ssl }: CustomHostnameWire): boolean {
  return ssl?.validation_records?.some(({ emails }) => emails !== undefined) ?? false
}

/** Of a name that is to be a CNAME: others, and as long as it is not there, addresses too. Beside a CNAME they are leftovers that nobody sees. */
function inTheWay ({ name, content }: { readonly name: string, readonly content: string }, records: readonly CustomerRecordWire[], missing: boolean): Step[] {
  const types = missing ? ['A', 'AAAA', 'CNAME'] : ['CNAME']
  return records
    .filter(record => record.name === name && types.includes(record.type) && !sameContent(record, content))
    .map(({ id, type, content }) => ({ kind: 'remove', id, type, name, content }))
}

/** CAA records that let the authority issue, where others keep it from that. The nearest level that has any decides. */
function permission ({ hostname, ssl }: CustomHostnameWire, records: readonly CustomerRecordWire[]): Step[] {
  const authority = ssl?.certificate_authority
  if (ssl === undefined || authority === undefined || ssl.status === 'active') return []
  const caa = records.filter(({ type }) => type === 'CAA')
  const name = upwards(lower(hostname)).find(level => caa.some(record => record.name === level))
  if (name === undefined) return []
  const present = caa.filter(record => record.name === name).map(({ content }) => readCaa(content))
  const tags = ['issue', ...ssl.wildcard ? ['issuewild'] : []]
  return tags.flatMap(tag => {
    const issuers = present.filter(record => record.tag === tag).map(({ issuer }) => issuer)
    if (issuers.length === 0 || issuers.includes(ISSUERS[authority])) return []
    return [{ kind: 'put', type: 'CAA', name, content: `0 ${tag} "${ISSUERS[authority]}"` } as const]
  })
}

function readCaa (content: string): { readonly tag: string, readonly issuer: string } {
  const [, tag = '', ...value] = content.split(/\s+/)
  const [issuer = ''] = value.join(' ').replaceAll('"', '').split(';', 1)
  return { tag: tag.toLowerCase(), issuer: lower(issuer.trim()) }
}

function upwards (name: string): readonly string[] {
  const labels = name.replace(/^\*\./, '').split('.')
  return labels.map((_, n) => labels.slice(n).join('.'))
}

function sameContent ({ type, content }: CustomerRecordWire, wanted: string): boolean {
  return type === 'CNAME' ? lower(content) === lower(wanted) : content === wanted
}

function lower (name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}
