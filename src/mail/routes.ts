import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { standstillOf } from '../store/standstill.ts'
import type { ApprovalParts, Standing } from './approval.ts'
import { approve, findStanding } from './approval.ts'
import { PAGE_HEADERS, refusalPage, standingPage, thanksPage } from './page.ts'

/** A form with one box is small. */
const FORM_LIMIT = 1024

const PAGE = '/certvalidate/:token'

/** The page behind the link of an approval message. Whoever has the link may use it: it asks for no credentials, as the real one. */
export async function approvalRoutes (app: FastifyInstance, parts: ApprovalParts): Promise<void> {
  receiveForms(app)
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const { statusCode: status = 500 } = error
    if (status >= 500) request.log.error(error, 'an approval failed')
    return await send(reply, status, refusalPage(status >= 500 ? 'Something went wrong inside the sandbox; its log says what.' : 'Only the form of this page can be sent here.'))
  })

  app.get<{ Params: { token: string } }>(PAGE, { schema: { hide: true } }, async ({ params: { token } }, reply) => {
    const standing = await findStanding(parts, token)
    return await send(reply, statusOf(standing), standingPage(standing))
  })

  app.post<{ Params: { token: string }, Body: URLSearchParams | undefined }>(PAGE, { schema: { hide: true } }, async ({ params: { token }, body }, reply) => {
    if (body?.get('approve') !== 'yes') {
      const standing = await findStanding(parts, token)
      return await send(reply, standing.kind === 'waiting' ? 400 : statusOf(standing), standingPage(standing, { unticked: true }))
    }
    const before = await standstillOf(parts.context.store).during(async () => await approve(parts, token))
    if (before.kind === 'waiting') return await send(reply, 200, thanksPage(before.hostname))
    return await send(reply, before.kind === 'approved' ? 409 : statusOf(before), standingPage(before))
  })
}

/** Plain forms, and nothing else. */
function receiveForms (app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: FORM_LIMIT }, (_request, text, done) => {
    done(null, new URLSearchParams(String(text)))
  })
}

function statusOf ({ kind }: Standing): number {
  switch (kind) {
    case 'waiting': case 'approved': return 200
    case 'replaced': case 'over': return 410
    case 'unknown': return 404
  }
}

async function send (reply: FastifyReply, status: number, html: string): Promise<FastifyReply> {
  return await reply.code(status).headers(PAGE_HEADERS).send(html)
}
