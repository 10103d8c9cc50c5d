import type { CustomHostnameWire, ValidationRecordWire } from '../../../../../schemas/custom-hostname.ts'
import type { FallbackOriginWire } from '../../../../../schemas/fallback-origin.ts'

/** Something that the customer can put in place. */
export type Deed =
  | { readonly kind: 'dns', readonly type: 'CNAME' | 'TXT', readonly name: string, readonly content: string }
  | { readonly kind: 'file', readonly url: string, readonly body: string }
  | { readonly kind: 'mail', readonly addresses: readonly string[] }

/** A thing to do, and what it is for. Of several deeds with the same purpose each does. */
export interface Task {
  readonly purpose: string
  readonly note?: string
  readonly deeds: readonly Deed[]
  /** True when another task would do in its place. */
  readonly optional?: true
}

/** What the customer of a hostname has to do now, from what the API answers about it. */
export function tasksOf (hostname: CustomHostnameWire, origin: FallbackOriginWire | undefined): readonly Task[] {
  return [...routingTasks(hostname, origin), ...certificateTasks(hostname)]
}

function routingTasks ({ hostname, status, ownership_verification: txt, ownership_verification_http: file }: CustomHostnameWire, origin: FallbackOriginWire | undefined): Task[] {
  if (status === 'active' || status === 'active_redeploying') return []
  const proofs: Deed[] = [
    ...txt === undefined ? [] : [{ kind: 'dns', type: 'TXT', name: txt.name, content: txt.value } as const],
    ...file === undefined ? [] : [{ kind: 'file', url: file.http_url, body: file.http_body } as const]
  ]
  return [
    ...origin === undefined ? [] : [{ purpose: 'Point the hostname here', deeds: [{ kind: 'dns', type: 'CNAME', name: hostname, content: origin.origin } as const] }],
    ...proofs.length === 0
      ? []
      : [{ purpose: 'Or prove ownership ahead of that', note: 'One of these is enough. The hostname becomes active before any visitor is sent here.', deeds: proofs, optional: true as const }]
  ]
}

function certificateTasks ({ ssl }: CustomHostnameWire): Task[] {
  if (ssl === undefined) return []
  const deeds = (ssl.validation_records ?? []).flatMap(deedOf)
  const delegations = (ssl.dcv_delegation_records ?? []).flatMap(deedOf)
  const isFile = deeds.some(({ kind }) => kind === 'file')
  return [
    ...deeds.length === 0
      ? []
      : [{ purpose: 'Validate the certificate', ...isFile ? { note: 'Nothing to do once the hostname points here: the edge answers by itself.' } : {}, deeds }],
    ...delegations.length === 0 || ssl.method !== 'txt'
      ? []
      : [{ purpose: 'Or delegate validation for good', note: 'Covers this certificate and every renewal.', deeds: delegations, optional: true as const }]
  ]
}

function deedOf ({ txt_name: txtName, txt_value: txtValue = '', http_url: url, http_body: body = '', cname, cname_target: target = '', emails }: ValidationRecordWire): Deed[] {
  if (txtName !== undefined) return [{ kind: 'dns', type: 'TXT', name: txtName, content: txtValue }]
  if (url !== undefined) return [{ kind: 'file', url, body }]
  if (cname !== undefined) return [{ kind: 'dns', type: 'CNAME', name: cname, content: target }]
  return emails === undefined ? [] : [{ kind: 'mail', addresses: emails }]
}
