import type { ErrorName } from './errors.ts'

/** Which checks of a name apply, and how its registrable domain is found (the public suffix list is passed in). */
export interface NameRules {
  /** Refuse reserved names (example.com, .test, ...) as today's service does. */
  readonly strict: boolean
  publicSuffix (hostname: string): string
}

/** The errors that one kind of name answers with: each place of the API has codes of its own for the same faults. */
export interface NameErrors {
  readonly invalid: ErrorName
  readonly notAscii: ErrorName
  readonly reserved: ErrorName
  readonly unparsable: ErrorName
  readonly prohibited: ErrorName
}

export interface NameFault {
  readonly error: ErrorName
  readonly parameters?: Readonly<Record<string, string>>
}

const SPECIAL = /[\s_~`!@#$%^*()=+{}[\]|\\;:'",<>/?&]/
const RESERVED_TOP = new Set(['test', 'example', 'invalid', 'localhost'])
const RESERVED_DOMAINS = ['example.com', 'example.net', 'example.org']

/** The first fault of a name, in the documented order of checks; undefined when it is good. The name is expected in lower case. */
export function nameFault (name: string, { strict, publicSuffix }: NameRules, errors: NameErrors): NameFault | undefined {
  // The list of forbidden characters is about ASCII; a name beyond ASCII has a code of its own.
  if (!isAscii(name)) return { error: errors.notAscii }
  if (isMalformed(name)) return { error: errors.invalid }
  if (strict && RESERVED_TOP.has(name.slice(name.lastIndexOf('.') + 1))) return { error: errors.reserved }
  if (strict && RESERVED_DOMAINS.some(domain => name === domain || name.endsWith(`.${domain}`))) return { error: errors.prohibited }
  const suffix = publicSuffix(name)
  if (name.length <= suffix.length) {
    return { error: errors.unparsable, parameters: { reason: `publicsuffix: cannot derive eTLD+1 for domain "${name}"` } }
  }
  return undefined
}

/** True when a text has no character beyond ASCII. */
export function isAscii (text: string): boolean {
  return !/[\u0080-\u{10ffff}]/u.test(text)
}

/** At least 256 characters, an IP address, blanks, special characters, an empty or overlong label, a '-' at either end. */
export function isMalformed (name: string): boolean {
  if (name.length === 0 || name.length >= 256) return true
  if (SPECIAL.test(name) || name.startsWith('-') || name.endsWith('-')) return true
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(name)) return true
  return name.split('.').some(label => label.length === 0 || label.length > 63)
}
