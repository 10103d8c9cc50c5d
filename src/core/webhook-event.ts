import type { Certificate, CertificateState, Order } from './certificate-state.ts'
import type { LifecycleEvent } from './events.ts'
import type { Instant } from './instant.ts'
import type { SslStatus } from './statuses.ts'

/** Every kind of event that the service reports, without the prefix that all of them have, and the `ssl.status` that it is reported with. */
export const WEBHOOK_STATUSES = {
  'validation.succeeded': 'pending_issuance',
  'validation.failed': 'pending_validation',
  'issuance.succeeded': 'pending_deployment',
  'issuance.failed': 'pending_issuance',
  'deployment.succeeded': 'active',
  'deployment.failed': 'pending_deployment',
  'deletion.succeeded': 'deleted',
  'deletion.failed': 'pending_deletion',
  'renewal.upcoming_certificate_expiration_notification': 'active',
  'renewal.succeeded': 'pending_deployment',
  'renewal.failed': 'pending_issuance'
} as const satisfies Record<string, SslStatus>

export type WebhookEventName = keyof typeof WEBHOOK_STATUSES

/** One thing to report about a certificate. */
export interface WebhookEvent {
  readonly name: WebhookEventName
  readonly at: Instant
  /** The order of that moment, from which tokens follow. */
  readonly order: Order
  /** The pack that the hostname showed at that moment. */
  readonly pack: number
  /** What the check found, in failures. */
  readonly errors: readonly string[]
  /** The certificate that comes to its end. */
  readonly expiring?: Certificate
  /** It happened to a pack that another one replaced: the hostname has nothing to do with it any more. */
  readonly replaced?: true
}

/** What the certificate's axis reports, and the deletion of its hostname. */
export type CertificateEvent = LifecycleEvent | { readonly type: 'deleted', readonly at: Instant }

export interface Happened {
  /** In time order, every failed check on its own. */
  readonly events: readonly CertificateEvent[]
  readonly before: CertificateState
  /** Missing when nothing is left of it. */
  readonly after?: CertificateState | undefined
  /** The hostname is gone with what happened. */
  readonly gone?: boolean
}

const FAILED: Readonly<Partial<Record<SslStatus, WebhookEventName>>> = {
  pending_validation: 'validation.failed', pending_issuance: 'issuance.failed', pending_deployment: 'deployment.failed', pending_deletion: 'deletion.failed'
}

/** True for events that bear on what is reported about a certificate. */
export function concernsCertificate (event: { readonly type: string, readonly axis?: string, readonly to?: string | null | undefined }): boolean {
  switch (event.type) {
    case 'status_changed': return event.axis === 'ssl_status' || event.to === 'deleted'
    case 'check_failed': case 'checks_failed': return event.axis === 'ssl_status'
    default: return event.type === 'tokens_replaced' || event.type === 'renewal_due' || event.type === 'deleted'
  }
}

/** What to report of what happened, as the event definitions of the service have it. Follows orders and packs from one event to the next. */
export function webhookEvents ({ events, before, after = before, gone = false }: Happened): WebhookEvent[] {
  const story = events.filter(concernsCertificate)
  const told: WebhookEvent[] = []
  const life = lifeOf(before, after)
  for (let i = 0; i < story.length; i++) {
    const [event, following] = [story[i], story[i + 1]]
    if (event === undefined) continue
    const news = tell(event, following, life, gone)
    told.push(...news)
    // The check that a renewal failed with is reported once, by the renewal.
    if (news.some(({ name }) => name === 'renewal.failed') && isCheckOf(following, event.at)) i++
  }
  return told
}

/** What is known of the certificate between two events. */
interface Life {
  status: string
  number: number
  wanted: Order
  serving: Certificate | undefined
  next: Certificate | undefined
  formerPack: number | undefined
  renewing: boolean
}

function lifeOf (before: CertificateState, { order: wanted }: CertificateState): Life {
  const { status, order: { number }, serving } = before
  const next = 'next' in before ? before.next : undefined
  return { status, number, wanted, serving, next, formerPack: 'formerPack' in before ? before.formerPack : undefined, renewing: false }
}

function tell (event: CertificateEvent, following: CertificateEvent | undefined, life: Life, gone: boolean): WebhookEvent[] {
  switch (event.type) {
    case 'tokens_replaced':
      life.number = event.order
      return []
    case 'renewal_due': return [renewalDue(event, life)]
    case 'check_failed': {
      const name = FAILED[life.status as SslStatus]
      const last = following?.type === 'status_changed' && following.at === event.at && following.to.endsWith('_timed_out')
      return name === undefined || last ? [] : [report(name, event.at, life, event.errors)]
    }
    case 'status_changed': return event.axis === 'ssl_status' ? changed(event, following, life) : event.from === 'pending_deletion' ? [report('deletion.succeeded', event.at, life)] : []
    case 'deleted': return gone ? [report('deletion.succeeded', event.at, life)] : []
    case 'checks_failed': return []
  }
}

function renewalDue ({ at, expiresAt }: Extract<LifecycleEvent, { type: 'renewal_due' }>, life: Life): WebhookEvent {
  const { serving, wanted: { authority, wildcard } } = life
  const expiring = serving ?? { pack: 1, authority, wildcard, issuedAt: at, expiresAt }
  const event = report('renewal.upcoming_certificate_expiration_notification', at, life)
  // What was uploaded is announced and not renewed.
  if (expiring.upload === undefined) {
    life.number++
    life.renewing = true
  }
  return { ...event, pack: expiring.pack, expiring: { ...expiring, expiresAt } }
}

function changed (event: Extract<LifecycleEvent, { type: 'status_changed' }>, following: CertificateEvent | undefined, life: Life): WebhookEvent[] {
  const { at, from, to } = event
  const renewing = life.renewing
  life.status = to
  life.renewing = false
  if (to === 'initializing') {
    life.number++
    life.next = undefined
    if (from === 'expired') life.serving = undefined
  }
  if (to === 'pending_deployment' || to === 'holding_deployment') life.next ??= issued(at, life)
  if (from === 'pending_validation' && to === 'pending_issuance') return [report('validation.succeeded', at, life)]
  if ((from === 'pending_validation' || from === 'pending_issuance') && to === 'pending_deployment') return [report('issuance.succeeded', at, life)]
  if (from === 'pending_deployment' && to === 'active') return deployed(at, life)
  if (from === 'active' && to === 'pending_deployment') return [report('renewal.succeeded', at, life)]
  if (from === 'active' && (to === 'pending_issuance' || (to === 'pending_validation' && renewing))) {
    return [report('renewal.failed', at, life, isCheckOf(following, at) ? following.errors : event.errors)]
  }
  return from === 'pending_deletion' && to === 'deleted' ? [report('deletion.succeeded', at, life)] : []
}

/** A hostname has one pack: the one that served until now goes, and what is reported of it names no hostname. */
function deployed (at: Instant, life: Life): WebhookEvent[] {
  const former = life.serving
  life.serving = life.next ?? issued(at, life)
  life.next = undefined
  const events = [report('deployment.succeeded', at, life)]
  if (former !== undefined && former.pack !== life.serving.pack) events.push({ ...report('deletion.succeeded', at, life), pack: former.pack, replaced: true })
  return events
}

/** As the lifecycle numbers packs; the end of its validity is known once it draws near. */
function issued (at: Instant, { serving, wanted: { authority, wildcard, upload } }: Life): Certificate {
  const pack = upload?.pack ?? (serving?.pack ?? 0) + 1
  return { pack, authority, wildcard, issuedAt: at, expiresAt: at, ...(upload === undefined ? {} : { upload }) }
}

function report (name: WebhookEventName, at: Instant, { number, wanted, serving, formerPack }: Life, errors: readonly string[] = []): WebhookEvent {
  return { name, at, order: { ...wanted, number }, pack: wanted.upload?.pack ?? serving?.pack ?? formerPack ?? 1, errors }
}

function isCheckOf (event: CertificateEvent | undefined, at: Instant): event is Extract<LifecycleEvent, { type: 'check_failed' }> {
  return event?.type === 'check_failed' && event.at === at
}
