import { IntermediateParametersSchema, PemSchema, RootParametersSchema } from '../../schemas/admin/ca.ts'
import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import { CERTIFICATE_AUTHORITIES } from '../core/statuses.ts'
import type { CertificateAuthority } from '../core/statuses.ts'
import { notFound } from '../http/admin-refusal.ts'
import type { AdminApp } from '../http/admin-scope.ts'

/** What the routes need of the simulated authorities. */
export interface CaAdminParts {
  readonly certificates: {
    roots (): Promise<readonly string[]>
    intermediates (authority: CertificateAuthority): Promise<readonly string[]>
  }
}

const PEM = 'application/x-pem-file'

/** The certificates of the simulated authorities, for trust stores. */
export function caAdminRoutes (app: AdminApp, { certificates }: CaAdminParts): void {
  const response = { 200: { description: 'Certificates in PEM form.', content: { [PEM]: { schema: PemSchema } } }, '4xx': AdminErrorSchema }

  app.get('/ca/roots/:number', {
    schema: { summary: 'Read a root certificate', operationId: 'getRoot', params: RootParametersSchema, response }
  }, async ({ params }, reply) => {
    const root = params.number === '0' ? (await certificates.roots())[0] : undefined
    if (root === undefined) throw notFound(`root ${params.number}`)
    return await reply.type(PEM).send(root)
  })

  app.get('/ca/intermediates/:authority', {
    schema: { summary: 'Read the intermediate certificates of an authority, one for each type of key', operationId: 'getIntermediates', params: IntermediateParametersSchema, response }
  }, async ({ params }, reply) => {
    const authority = CERTIFICATE_AUTHORITIES.find(name => name === params.authority)
    if (authority === undefined) throw notFound(`authority ${params.authority}`)
    return await reply.type(PEM).send((await certificates.intermediates(authority)).join(''))
  })
}
