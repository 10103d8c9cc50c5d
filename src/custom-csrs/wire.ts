import type { CustomCsrWire } from '../../schemas/custom-csr.ts'
import { formatInstant } from '../core/instant.ts'
import type { CustomCsr } from '../store/certificates.ts'

/** A signing request as the API returns it, as JSON text. Its key is no part of it. */
export function toWireText (csr: CustomCsr): string {
  return JSON.stringify({
    id: csr.id,
    ...(csr.name === undefined ? {} : { name: csr.name }),
    ...(csr.description === undefined ? {} : { description: csr.description }),
    country: csr.country,
    state: csr.state,
    locality: csr.locality,
    organization: csr.organization,
    ...(csr.organizationalUnit === undefined ? {} : { organizational_unit: csr.organizationalUnit }),
    common_name: csr.commonName,
    sans: [...csr.sans],
    key_type: csr.keyType,
    csr: csr.csrPem,
    created_at: formatInstant(csr.createdAt)
  } satisfies CustomCsrWire)
}
