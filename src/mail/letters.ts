import type { Instant } from '../core/instant.ts'
import { approvers } from '../core/dcv.ts'
import type { TokenSource } from '../core/tokens.ts'
import type { Zone } from '../core/zone.ts'
import type { Letter, MailedHostname } from '../store/mails.ts'
import type { ZoneEvent } from '../store/store.ts'

/** A moment at which the people of a domain are asked to approve an order. */
export interface Question {
  readonly order: number
  readonly at: Instant
  /** Asked for by a PATCH, about an order that was asked about before. */
  readonly again: boolean
}

export interface LetterParts {
  readonly tokens: TokenSource
  readonly baseDomain: (hostname: string) => string
}

/** True for events that may lead to a message. */
export function mayAsk (event: ZoneEvent): boolean {
  return event.type === 'tokens_replaced' || event.type === 'edited' || entersValidation(event)
}

/**
 * The questions in what happened to a hostname, oldest first, one per moment. Events do not say which order they belong to, but
 * they say where one followed another: counted back from the present one.
 */
export function questionsIn (events: readonly ZoneEvent[], presentOrder: number): readonly Question[] {
  const edits = new Set(events.flatMap(event => event.type === 'edited' ? [event.at] : []))
  const questions = new Map<Instant, Question>()
  const ask = (order: number, at: Instant, again: boolean): void => {
    if (!questions.has(at)) questions.set(at, { order, at, again })
  }
  let order = presentOrder
  for (const event of events.toReversed()) {
    if (entersValidation(event)) ask(order, event.at, false)
    if (event.type === 'tokens_replaced') ask(event.order, event.at, false)
    if (failsValidation(event) && edits.has(event.at)) ask(order, event.at, true)
    if (beginsOrder(event)) order -= 1
  }
  return [...questions.values()].reverse()
}

/** What is to be written to whom, for what happened to a hostname. */
export function lettersFor (mailed: MailedHostname, zone: Zone, events: readonly ZoneEvent[], parts: LetterParts): Letter[] {
  const { certificate } = mailed.customHostname.lifecycle
  if (certificate === undefined) return []
  return questionsIn(events, certificate.order.number).flatMap(({ order, at, again }): Letter[] => {
    if (!again) return [letterOf(mailed, zone, { order, at, askedAt: at, again }, parts)]
    const waits = certificate.status === 'pending_validation' && certificate.order.number === order
    return waits ? [letterOf(mailed, zone, { order, at, askedAt: certificate.tokensAt, again }, parts)] : []
  })
}

/** The message that a waiting hostname should have led to: nothing when it does not wait. */
export function missedLetter (mailed: MailedHostname, zone: Zone, parts: LetterParts): Letter[] {
  const { certificate } = mailed.customHostname.lifecycle
  if (certificate?.status !== 'pending_validation') return []
  const { order, tokensAt } = certificate
  return [letterOf(mailed, zone, { order: order.number, at: tokensAt, askedAt: tokensAt, again: false }, parts)]
}

function letterOf (mailed: MailedHostname, { settings }: Zone, question: Question & { readonly askedAt: Instant }, { tokens, baseDomain }: LetterParts): Letter {
  const { hostname, seed } = mailed.customHostname
  return {
    ...mailed,
    ...question,
    token: tokens.base64url(seed, `approval/${question.order}/${question.askedAt}`, 43),
    recipients: approvers(baseDomain(hostname), seed, tokens, settings.whoisContacts)
  }
}

function entersValidation (event: ZoneEvent): boolean {
  return event.type === 'status_changed' && event.axis === 'ssl_status' && event.to === 'pending_validation'
}

function failsValidation (event: ZoneEvent): boolean {
  return (event.type === 'check_failed' || event.type === 'checks_failed') && event.axis === 'ssl_status'
}

/** A new order takes the place of another. */
function beginsOrder (event: ZoneEvent): boolean {
  if (event.type === 'tokens_replaced' || event.type === 'renewal_due') return true
  return event.type === 'status_changed' && event.axis === 'ssl_status' && event.to === 'initializing'
}
