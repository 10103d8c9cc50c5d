import { PemSchema } from '../../schemas/admin/ca.ts'
import { CertificateQuerySchema } from '../../schemas/admin/certificate.ts'
import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import { CustomHostnameParametersSchema } from '../../schemas/parameters.ts'
import type { CustomHostname } from '../core/custom-hostname.ts'
import type { EdgePair } from '../core/edge-certificate.ts'
import type { Zone } from '../core/zone.ts'
import { notFound } from '../http/admin-refusal.ts'
import type { AdminApp } from '../http/admin-scope.ts'
import { findHostname } from './explain.ts'
import { findCaughtUp } from './parts.ts'
import type { AdminParts } from './parts.ts'

/** What the route needs of the certificates at the edge. */
export interface DeployedCertificates {
  pairsOf (zone: Zone, customHostname: CustomHostname): Promise<readonly EdgePair[] | undefined>
}

const PEM = 'application/x-pem-file'

/** The certificate that the edge presents for a hostname, with its chain and without its key. */
export function hostnameCertificateRoutes (app: AdminApp, parts: AdminParts): void {
  app.get('/zones/:zone_id/custom_hostnames/:custom_hostname_id/certificate', {
    schema: {
      summary: 'Read the certificate that is deployed for a custom hostname',
      operationId: 'getDeployedCertificate',
      params: CustomHostnameParametersSchema,
      querystring: CertificateQuerySchema,
      response: { 200: { description: 'The certificate and its chain in PEM form.', content: { [PEM]: { schema: PemSchema } } }, '4xx': AdminErrorSchema }
    }
  }, async ({ params, query: { key_type: keyType } }, reply) => {
    const zone = await findCaughtUp(parts, params.zone_id)
    const customHostname = await findHostname(parts, zone, params.custom_hostname_id)
    const pairs = await parts.certificates.pairsOf(zone, customHostname) ?? []
    const pair = keyType === undefined ? pairs.find(pair => pair.keyType === 'ecdsa') ?? pairs[0] : pairs.find(pair => pair.keyType === keyType)
    if (pair === undefined) throw notFound(`a deployed ${keyType === undefined ? '' : `${keyType} `}certificate for ${customHostname.hostname}`)
    return await reply.type(PEM).send(pair.chainPem)
  })
}
