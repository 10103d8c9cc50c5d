import { ApiError } from '../core/errors.ts'
import type { ErrorName } from '../core/errors.ts'
import type { NameErrors } from '../core/hostname-rules.ts'
import { nameFault } from '../core/hostname-rules.ts'
import type { Zone } from '../core/zone.ts'
import type { CustomCsr } from '../store/certificates.ts'

type Fields = Readonly<Record<string, unknown>>

/** What a signing request is made from. */
export type NewCsr = Omit<CustomCsr, 'id' | 'createdAt' | 'csrPem'>

const NAME_ERRORS: NameErrors = {
  invalid: 'csrInvalidName',
  notAscii: 'csrNameNotAscii',
  reserved: 'csrNameReserved',
  unparsable: 'csrNameWithoutDomain',
  prohibited: 'csrNameProhibited'
}

const TEXTS = ['country', 'state', 'locality', 'organization', 'organizational_unit', 'common_name', 'key_type', 'name', 'description'] as const
const COMMON_NAME_LIMIT = 64
const SANS_LIMIT = 150

/** Reads the body of a POST, checking in the order of the error codes. Throws ApiError. */
export function readNewCsr (body: Fields, { settings: { strict } }: Zone, publicSuffix: (name: string) => string): NewCsr {
  const given = Object.fromEntries(TEXTS.map(key => [key, textOf(body[key])])) as Readonly<Record<typeof TEXTS[number], string | undefined>>
  const sans = listOf(body['sans'])
  // Anything but two letters is no country; no code says so more exactly.
  const country = required(/^[A-Za-z]{2}$/.test(given.country?.trim() ?? '') ? given.country : undefined, 'csrCountryRequired')
  const state = required(given.state, 'csrStateRequired')
  const locality = required(given.locality, 'csrLocalityRequired')
  const organization = required(given.organization, 'csrOrganizationRequired')
  const commonName = required(given.common_name, 'csrCommonNameRequired')
  if (commonName.length > COMMON_NAME_LIMIT) throw new ApiError('csrCommonNameTooLong')
  if (sans.length === 0) throw new ApiError('csrNameRequired')
  if (sans.length > SANS_LIMIT) throw new ApiError('csrInvalidName')
  for (const san of sans) {
    const fault = nameFault(san.replace(/^\*\./, ''), { strict, publicSuffix }, NAME_ERRORS)
    if (fault !== undefined) throw new ApiError(fault.error, fault.parameters)
  }
  const keyType = given.key_type ?? 'rsa2048'
  if (keyType !== 'rsa2048' && keyType !== 'p256v1') throw new ApiError('csrInvalidKeyType')
  return {
    keyType,
    country: country.toUpperCase(),
    state,
    locality,
    organization,
    ...optional('organizationalUnit', given.organizational_unit?.trim()),
    commonName,
    sans,
    ...optional('name', given.name),
    ...optional('description', given.description)
  }
}

function textOf (value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw new ApiError('csrUndecodable')
  return value
}

function listOf (value: unknown): readonly string[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new ApiError('csrUndecodable')
  return value.map(item => textOf(item)?.toLowerCase() ?? '')
}

function required (value: string | undefined, error: ErrorName): string {
  const text = value?.trim() ?? ''
  if (text === '') throw new ApiError(error)
  return text
}

function optional<Key extends string> (key: Key, value: string | undefined): { readonly [K in Key]?: string } {
  return value === undefined || value === '' ? {} : { [key]: value } as { [K in Key]: string }
}
