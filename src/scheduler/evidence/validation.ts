import type { Order } from '../../core/certificate.ts'
import type { CustomHostname, SslRequest } from '../../core/custom-hostname.ts'
import type { ValidationRecord } from '../../core/dcv.ts'
import { validationRecords } from '../../core/dcv.ts'
import { delegationTarget, delegationUuid } from '../../core/dcv-delegation.ts'
import { VALIDATION_ERRORS } from '../../core/messages.ts'
import type { ValidationErrorReason } from '../../core/messages.ts'
import type { Verdict } from '../../core/outlook.ts'
import { PASSES } from '../../core/outlook.ts'
import { checkCaa } from './caa.ts'
import type { Look } from './look.ts'
import type { Trouble } from './resolver.ts'
import { contentsOf, troubleOf } from './resolver.ts'

export interface ValidationTarget {
  readonly customHostname: CustomHostname & { readonly ssl: SslRequest }
  readonly order: Order
  /** True when a recipient of the order's mail approved it. */
  readonly isApproved: (seq: number, order: number) => boolean
}

/** What one place on the network sees: everything right, no token, or a token whose certificate the authority refuses. */
type Finding =
  | { readonly kind: 'valid' }
  | { readonly kind: 'absent' | 'refused', readonly reason?: ValidationErrorReason }

/**
 * Domain control validation of an order: the tokens first, as the service looks before it asks the authority, then what the
 * authority itself checks. All places have to agree.
 */
export async function checkValidation (target: ValidationTarget, looks: readonly Look[]): Promise<Verdict> {
  const findings = await Promise.all(looks.map(async look => await validateFrom(look, target)))
  const failed = findings.filter(finding => finding.kind !== 'valid')
  const [first] = failed
  if (first === undefined) return PASSES
  if (failed.length === findings.length) return failing(first.reason)
  return failing(failed.some(({ kind }) => kind === 'refused') ? 'multi_perspective_caa' : 'multi_perspective')
}

async function validateFrom (look: Look, target: ValidationTarget): Promise<Finding> {
  const { customHostname: { hostname }, order } = target
  const tokens = await findTokens(look, target)
  if (tokens !== 'in place') return tokens === 'missing' ? { kind: 'absent' } : { kind: 'absent', reason: tokens }
  const caa = await checkCaa(hostname, order, look)
  switch (caa) {
    case 'allowed': return { kind: 'valid' }
    case 'blocked': return { kind: 'refused', reason: 'caa_blocked' }
    case 'bogus': return { kind: 'refused', reason: 'dnssec_bogus' }
    case 'servfail': case 'timeout': return { kind: 'refused', reason: 'caa_servfail' }
  }
}

type Tokens = 'in place' | 'missing' | ValidationErrorReason

async function findTokens (look: Look, target: ValidationTarget): Promise<Tokens> {
  const { customHostname, order } = target
  const found = await findByMethod(look, target)
  if (found === 'in place' || order.wildcard) return found
  // For a single name the edge always offers the file as well, whatever the method, once the name comes to it.
  const { edgeAnswers } = await look.destination(customHostname.hostname)
  return edgeAnswers ? 'in place' : found
}

async function findByMethod (look: Look, target: ValidationTarget): Promise<Tokens> {
  const { customHostname, order, isApproved } = target
  const { seq, ssl: { method }, hostname } = customHostname
  const { tokens, baseDomain } = look.parts
  // An uploaded certificate has nothing to be validated by; only a forced status brings it here.
  if (method === undefined) return 'missing'
  const records = validationRecords({ customHostname, method, order, baseDomain: baseDomain(hostname) }, tokens)
  switch (method) {
    case 'http': return await findFiles(look, hostname, records)
    case 'txt': return await findTexts(look, hostname, records)
    case 'cname': return await findLegacyRecord(look, records)
    case 'email': return isApproved(seq, order.number) ? 'in place' : 'missing'
  }
}

async function findFiles (look: Look, hostname: string, records: readonly ValidationRecord[]): Promise<Tokens> {
  const { edgeAnswers, trouble } = await look.destination(hostname)
  if (edgeAnswers) return 'in place'
  if (trouble !== undefined) return lookupFailed(trouble)
  const served = await Promise.all(records.map(async ({ http_url: url = '', http_body: body = '' }) => await look.serves(url, body)))
  return served.every(Boolean) ? 'in place' : 'missing'
}

/** All values at once: a wildcard has two under one name. A TXT record beside a delegation hides it, so the delegation counts only without. */
async function findTexts (look: Look, hostname: string, records: readonly ValidationRecord[]): Promise<Tokens> {
  const found = await look.query(records[0]?.txt_name ?? '', 'TXT')
  // The service stands behind its own delegation names, also where an outside resolver does not know them.
  if (found.chain.includes(delegationTarget(hostname, delegationUuid(look.zone, look.parts.tokens)))) return 'in place'
  const trouble = troubleOf(found)
  if (trouble !== undefined) return lookupFailed(trouble)
  const values = contentsOf(found)
  return records.every(({ txt_value: value = '' }) => values.includes(value)) ? 'in place' : 'missing'
}

async function findLegacyRecord (look: Look, [record]: readonly ValidationRecord[]): Promise<Tokens> {
  const found = await look.query(record?.cname ?? '', 'CNAME')
  const trouble = troubleOf(found)
  if (trouble !== undefined) return lookupFailed(trouble)
  const targets = contentsOf(found).map(target => target.toLowerCase().replace(/\.$/, ''))
  return targets.includes(record?.cname_target ?? '') ? 'in place' : 'missing'
}

function lookupFailed (trouble: Trouble): ValidationErrorReason {
  return trouble === 'bogus' ? 'dnssec_bogus' : 'servfail'
}

/** A token that is missing is no error of the authority's, which was not asked: there is no text for it. */
function failing (reason: ValidationErrorReason | undefined): Verdict {
  return { passes: false, errors: reason === undefined ? [] : [VALIDATION_ERRORS[reason]] }
}
