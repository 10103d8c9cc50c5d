import type { FastifyInstance } from 'fastify'
import { CustomHostnameSchema, DeletedSchema } from '../../schemas/custom-hostname.ts'
import { FailureSchema, textSingleOf } from '../../schemas/envelope.ts'
import { CertificateParametersSchema } from '../../schemas/parameters.ts'
import type { CertificateParametersWire } from '../../schemas/parameters.ts'
import { CustomCertificatePairSchema } from '../../schemas/ssl.ts'
import { ApiError } from '../core/errors.ts'
import type { GivenPair } from '../core/upload-request.ts'
import { readObject } from '../http/body.ts'
import { deleted, single } from '../http/envelope.ts'
import type { ZoneCall } from '../http/gate.ts'
import { handleZone } from '../http/gate.ts'
import type { RouteParts } from '../route-parts.ts'
import type { PackPath } from './use-cases.ts'
import { deleteCertificate, replaceCertificate } from './use-cases.ts'

const WRITE = 'SSL and Certificates Write'
const PATH = '/zones/:zone_id/custom_hostnames/:custom_hostname_id/certificate_pack/:certificate_pack_id/certificates/:certificate_id'
const route = { tags: ['Custom hostnames'], params: CertificateParametersSchema }
const failures = { '4xx': FailureSchema }

/** The certificates of an uploaded bundle, one by one. */
export function certificatePackRoutes (app: FastifyInstance, { context, gate }: RouteParts): void {
  app.put(PATH, {
    schema: {
      ...route,
      operationId: 'replaceCustomCertificate',
      summary: 'Replace one of two uploaded certificates by another with the same type of key',
      body: CustomCertificatePairSchema,
      response: { 202: textSingleOf(CustomHostnameSchema), ...failures }
    }
  }, handleZone(gate, WRITE, async call => single(await replaceCertificate(context, call.zone, pathOf(call), pairOf(call)), 202)))

  app.delete(PATH, {
    schema: { ...route, operationId: 'deleteCustomCertificate', summary: 'Delete one of two uploaded certificates', response: { 202: DeletedSchema, ...failures } }
  }, handleZone(gate, WRITE, async call => {
    const path = pathOf(call)
    await deleteCertificate(context, call.zone, path)
    return { ...deleted(path.certificateId), status: 202 }
  }))
}

function pathOf ({ request }: ZoneCall): PackPath {
  const { custom_hostname_id: customHostnameId, certificate_pack_id: packId, certificate_id: certificateId } = request.params as CertificateParametersWire
  return { customHostnameId, packId, certificateId }
}

/** What is missing is as good as empty, which has errors of its own. */
function pairOf ({ request }: ZoneCall): GivenPair {
  const { custom_certificate: certificate = '', custom_key: key = '' } = readObject(request, 'customHostnameUndecodable')
  if (typeof certificate !== 'string' || typeof key !== 'string') throw new ApiError('customHostnameUndecodable')
  return { certificate, key }
}
