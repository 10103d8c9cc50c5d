import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import {
  DeletedMailSchema, ListMailQuerySchema, MailHtmlSchema, MailListSchema, MailParametersSchema, MailQuerySchema, MailSchema
} from '../../schemas/admin/mail.ts'
import type { MailHeadWire, MailQueryWire } from '../../schemas/admin/mail.ts'
import type { Context } from '../context.ts'
import { formatInstant } from '../core/instant.ts'
import { notFound } from '../http/admin-refusal.ts'
import type { AdminApp } from '../http/admin-scope.ts'
import type { Mail, MailFilter } from '../store/mails.ts'

/** What the calls for the mailbox are made from. */
export interface MailAdminParts {
  readonly context: Pick<Context, 'store'>
  readonly scheduler: { catchUp (zoneId: string): Promise<void> }
  readonly mail: {
    settled (): Promise<void>
    compose (mail: Mail): { readonly from: string, readonly subject: string, readonly link: string, readonly text: string, readonly html: string }
  }
}

const STANDARD_LIMIT = 100

/** A message shows its own styles when it is looked at, and nothing else is loaded or run. */
const HTML_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff'
} as const

const refused = { '4xx': AdminErrorSchema }

/** The mailbox: every message that the sandbox wrote, whoever it was for. */
export function mailAdminRoutes (app: AdminApp, parts: MailAdminParts): void {
  const { context: { store: { mails } }, mail } = parts
  const one = { params: MailParametersSchema }

  app.get('/mail', {
    schema: { summary: 'List messages, newest first', operationId: 'listMail', querystring: ListMailQuerySchema, response: { 200: MailListSchema, ...refused } }
  }, async ({ query: { offset = 0, limit = STANDARD_LIMIT, ...query } }) => {
    const filter = await readyFilter(parts, query)
    return { mails: (await mails.list(filter, { offset, limit })).map(found => headToWire(parts, found)), total: await mails.count(filter) }
  })

  app.delete('/mail', {
    schema: { summary: 'Delete messages', operationId: 'deleteMail', querystring: MailQuerySchema, response: { 200: DeletedMailSchema, ...refused } }
  }, async ({ query }) => ({ deleted: await mails.remove(await readyFilter(parts, query)) }))

  app.get('/mail/:mail_id', {
    schema: { ...one, summary: 'Read a message', operationId: 'readMail', response: { 200: MailSchema, ...refused } }
  }, async ({ params }) => {
    const found = await findMail(parts, params.mail_id)
    const { text, html } = mail.compose(found)
    return { ...headToWire(parts, found), text, html }
  })

  app.get('/mail/:mail_id/html', {
    schema: { ...one, summary: 'Look at a message', operationId: 'lookAtMail', response: { 200: { content: { 'text/html': { schema: MailHtmlSchema } } }, ...refused } }
  }, async ({ params }, reply) => await reply.headers(HTML_HEADERS).send(mail.compose(await findMail(parts, params.mail_id)).html))
}

/** The filter that a query means, once everything is written that its zones have lived through. Throws 404. */
async function readyFilter ({ context: { store }, scheduler, mail }: MailAdminParts, { zone_id: zoneId, to, hostname }: MailQueryWire): Promise<MailFilter> {
  const zone = zoneId === undefined ? undefined : store.zones.find(zoneId)
  if (zoneId !== undefined && zone === undefined) throw notFound(`zone ${zoneId}`)
  for (const { id } of zone === undefined ? store.zones.list() : [zone]) {
    await scheduler.catchUp(id).catch((error: unknown) => {
      // A zone that was deleted meanwhile has no messages.
      if (store.zones.find(id) !== undefined) throw error
    })
  }
  await mail.settled()
  return {
    ...(zone === undefined ? {} : { zoneNo: zone.no }),
    ...(to === undefined ? {} : { to }),
    ...(hostname === undefined ? {} : { hostname: hostname.toLowerCase() })
  }
}

async function findMail ({ context: { store } }: MailAdminParts, id: string): Promise<Mail> {
  const found = /^[1-9]\d{0,14}$/.test(id) ? await store.mails.find(Number(id)) : undefined
  if (found === undefined) throw notFound(`message ${id}`)
  return found
}

function headToWire ({ context: { store }, mail }: MailAdminParts, found: Mail): MailHeadWire {
  const { from, subject, link } = mail.compose(found)
  return {
    id: found.id,
    zone_id: store.zones.findByNo(found.zoneNo)?.id ?? '',
    custom_hostname_id: found.customHostnameId,
    hostname: found.hostname,
    from,
    to: found.to,
    subject,
    at: formatInstant(found.at),
    link,
    ...(found.approvedAt === undefined ? {} : { approved_at: formatInstant(found.approvedAt) })
  }
}
