import type { Context } from '../context.ts'
import type { CertificateState } from '../core/certificate.ts'
import type { CustomHostname } from '../core/custom-hostname.ts'
import type { ValidationRecord } from '../core/dcv.ts'
import { validationRecords } from '../core/dcv.ts'
import { delegationTarget, delegationUuid } from '../core/dcv-delegation.ts'
import { CAA_IDENTIFIERS } from '../core/issuers.ts'
import type { OwnershipState } from '../core/ownership.ts'
import type { Zone } from '../core/zone.ts'
import { ownershipToken } from '../custom-hostnames/wire.ts'
import { isServing } from './explain-words.ts'
import { remediesFor, withWords } from './remedies.ts'
import type { RemedyWords } from './remedies.ts'
import { scenarioWords } from './scenario-words.ts'

/** What provider and customer can do to get a hostname further, with the names and values to use. */
export function toDo (context: Context, zone: Zone, customHostname: CustomHostname): string[] {
  const { remedies, blocksSomething } = scenarioWords(zone, customHostname)
  const words = wordsOf(context, zone, customHostname)
  const { ownership, certificate } = customHostname.lifecycle
  const known = [...remedies.status, ...remedies.ssl_status].map(sentence => withWords(sentence, words))
  return [
    ...known,
    ...remediesFor([...isServing(ownership) ? [] : errorsIn(ownership), ...errorsIn(certificate)], words),
    ...ownershipSteps(context, zone, customHostname),
    ...certificateSteps(context, zone, customHostname),
    ...blocksSomething ? [`You: end the scenario with PUT /__admin/zones/${zone.id}/custom_hostnames/${customHostname.id}/scenario and {"scenario": null}.`] : []
  ]
}

function errorsIn (state: OwnershipState | CertificateState | undefined): readonly string[] {
  return state !== undefined && 'errors' in state ? state.errors ?? [] : []
}

function wordsOf ({ store, baseDomain }: Context, zone: Zone, { id, hostname, lifecycle: { certificate } }: CustomHostname): RemedyWords {
  return {
    hostname,
    domain: baseDomain(hostname),
    target: store.fallbackOrigins.find(zone.no)?.origin ?? `<a proxied name in ${zone.name}>`,
    challenge: `_acme-challenge.${hostname}`,
    caa: CAA_IDENTIFIERS[certificate?.order.authority ?? zone.settings.certificateAuthority],
    path: `/client/v4/zones/${zone.id}/custom_hostnames/${id}`
  }
}

function ownershipSteps ({ store, random }: Context, zone: Zone, { id, hostname, seed, inspector, lifecycle: { ownership } }: CustomHostname): string[] {
  if (isServing(ownership) || ownership.status === 'pending_deletion') return []
  const origin = store.fallbackOrigins.find(zone.no)
  const steps: string[] = []
  if (origin === undefined) {
    steps.push(`Provider: set the fallback origin with PUT /client/v4/zones/${zone.id}/custom_hostnames/fallback_origin and {"origin": "<a proxied name in ${zone.name}>"}.`)
  } else if (origin.status !== 'active') {
    steps.push(`Provider: see that ${origin.origin} has a proxied A, AAAA or CNAME record in ${zone.name}, and wait until the fallback origin is active.`)
  }
  const base = hostname.replace(/^\*\./, '')
  const token = ownershipToken(seed, random)
  steps.push(
    `Customer: point the hostname here with the record ${hostname} CNAME ${origin?.origin ?? `<a proxied name in ${zone.name}>`}.`,
    `Customer, ahead of that: prove ownership with the record _cf-custom-hostname.${base} TXT "${token}", ` +
      `or serve ${token} at http://${base}/.well-known/cf-custom-hostname-challenge/${id}.`
  )
  if ((inspector ?? zone.settings.inspector) === 'manual') steps.push(checkByHand(zone, id, 'status'))
  if (ownership.status !== 'pending') steps.push(`Provider: bring it back with PATCH /client/v4/zones/${zone.id}/custom_hostnames/${id}.`)
  return steps
}

function certificateSteps ({ random, baseDomain }: Context, zone: Zone, customHostname: CustomHostname): string[] {
  const { id, hostname, ssl, lifecycle: { certificate } } = customHostname
  if (ssl === undefined || certificate === undefined) return []
  switch (certificate.status) {
    case 'pending_validation': {
      if (ssl.method === undefined) return []
      const target = {
        customHostname, method: ssl.method, order: certificate.order, baseDomain: baseDomain(hostname), whoisContacts: zone.settings.whoisContacts
      }
      const delegation = `_acme-challenge.${hostname} CNAME ${delegationTarget(hostname, delegationUuid(zone, random))}`
      return [
        ...validationRecords(target, random).map(recordStep),
        ...ssl.method === 'txt' ? [`Customer, instead of TXT records and for every renewal: delegate with the record ${delegation}.`] : [],
        ...(customHostname.inspector ?? zone.settings.inspector) === 'manual' ? [checkByHand(zone, id, 'ssl_status')] : []
      ]
    }
    case 'initializing_timed_out': case 'validation_timed_out': case 'issuance_timed_out': case 'deployment_timed_out': case 'expired': case 'deleted':
      return [`Provider: start a new order with PATCH /client/v4/zones/${zone.id}/custom_hostnames/${id}; it has new validation tokens.`]
    default: return []
  }
}

function recordStep ({ txt_name: txtName, txt_value: txtValue, http_url: httpUrl, http_body: httpBody, cname, cname_target: cnameTarget, emails }: ValidationRecord): string {
  if (txtName !== undefined) return `Customer: validate the certificate with the record ${txtName} TXT "${txtValue ?? ''}".`
  if (httpUrl !== undefined) return `Customer, unless the hostname already points here: serve ${JSON.stringify(httpBody ?? '')} at ${httpUrl}.`
  if (cname !== undefined) return `Customer: validate the certificate with the record ${cname} CNAME ${cnameTarget ?? ''}.`
  return `Customer: approve the mail that goes to ${(emails ?? []).join(', ')}.`
}

function checkByHand (zone: Zone, id: string, axis: 'status' | 'ssl_status'): string {
  return `You: let a check pass with POST /__admin/zones/${zone.id}/custom_hostnames/${id}/check and {"axis": "${axis}", "outcome": "pass"}.`
}
