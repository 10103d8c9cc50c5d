import { strict as assert } from 'node:assert'
import { createPublicKey } from 'node:crypto'
import type { CreateCustomCsrWire } from '../../schemas/custom-csr.ts'
import { readCsrPublicKey } from '../../src/ca/csr.ts'
import { certify, FORCED } from './certificates.ts'
import type { Provocation, Provocations, World } from './world.ts'

const UNKNOWN = '00000000-0000-4000-8000-000000000000'

const WANTED = {
  country: 'PT',
  state: 'Lisboa',
  locality: 'Lisboa',
  organization: 'Padaria, Lda.',
  common_name: 'signed.customer.com',
  sans: ['signed.customer.com'],
  key_type: 'p256v1'
} as const satisfies CreateCustomCsrWire

/** How the entries of `custom_csrs` are met. */
export async function customCsrProvocations (world: World): Promise<Provocations> {
  const { plain, strict, closed, free } = world.zones
  return {
    ...fieldFaults(plain),
    ...nameFaults(plain, strict),
    csrNoQuotaAllocated: { method: 'GET', path: at(closed) },
    csrNotGranted: { method: 'GET', path: at(free) },
    csrInvalidId: { method: 'GET', path: at(plain, '/first') },
    csrNotFound: { method: 'DELETE', path: at(plain, `/${UNKNOWN}`) },
    csrInUse: { method: 'DELETE', path: at(plain, `/${await useCsr(world)}`) },
    csrInvalidPaging: { method: 'GET', path: at(plain, '?per_page=1001'), parameters: { parameter: 'per_page', minimum: 1, maximum: 1000 } }
  }
}

const at = (zone: string, rest = ''): string => `/zones/${zone}/custom_csrs${rest}`
const post = (zone: string, changed: object): Provocation => ({ method: 'POST', path: at(zone), body: { ...WANTED, ...changed } })

function fieldFaults (plain: string): Provocations {
  return {
    csrUndecodable: { method: 'POST', path: at(plain), body: '{"country":' },
    csrCountryRequired: post(plain, { country: '' }),
    csrStateRequired: post(plain, { state: '' }),
    csrLocalityRequired: post(plain, { locality: '' }),
    csrOrganizationRequired: post(plain, { organization: '' }),
    csrCommonNameRequired: post(plain, { common_name: '' }),
    csrCommonNameTooLong: post(plain, { common_name: `${'a'.repeat(52)}.customer.com` }),
    csrInvalidKeyType: post(plain, { key_type: 'p384' })
  }
}

function nameFaults (plain: string, strict: string): Provocations {
  const name = (zone: string, san: string): Provocation => post(zone, { sans: [san] })
  return {
    csrNameRequired: post(plain, { sans: [] }),
    csrInvalidName: name(plain, '-.customer.com'),
    csrNameNotAscii: name(plain, 'bücher.customer.com'),
    csrNameReserved: name(strict, 'app.customer.test'),
    csrNameWithoutDomain: { ...name(plain, 'co.uk'), parameters: { reason: 'publicsuffix: cannot derive eTLD+1 for domain "co.uk"' } },
    csrNameProhibited: name(strict, 'app.example.com')
  }
}

/** Makes a signing request, has it signed and uploads what came of it; answers its id. */
async function useCsr ({ contract: { ask, create }, zones: { plain } }: World): Promise<string> {
  const { status, result: { id, csr } } = await ask('POST', at(plain), { body: WANTED })
  assert.equal(status, 201)
  const publicKey = createPublicKey(readCsrPublicKey(String(csr))).toCryptoKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify'])
  const { custom_certificate: certificate } = await certify({ publicKey })
  await create('signed.customer.com', { custom_certificate: certificate, custom_csr_id: id, ...FORCED })
  return String(id)
}
