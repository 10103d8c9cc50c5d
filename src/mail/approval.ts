import type { Context } from '../context.ts'
import { recheckCertificate } from '../core/certificate.ts'
import { dueAt } from '../core/custom-hostname.ts'
import type { CustomHostname } from '../core/custom-hostname.ts'
import type { LifecycleEvent } from '../core/events.ts'
import { PASSES } from '../core/outlook.ts'
import type { Rules } from '../core/outlook.ts'
import type { Zone } from '../core/zone.ts'
import type { Approval } from '../store/mails.ts'
import { retryOnStale } from '../store/retry.ts'

/** What a link stands for, now: the certificate waits, was approved, has another order, waits no longer, or nobody knows. */
export type Standing =
  | { readonly kind: 'waiting' | 'approved' | 'replaced' | 'over', readonly hostname: string }
  | { readonly kind: 'unknown' }

/** What mail needs of the context. */
export type MailContext = Pick<Context, 'store' | 'random' | 'now' | 'rulesFor' | 'scenarioOf' | 'baseDomain'>

export interface ApprovalParts {
  readonly context: MailContext
  readonly catchUp: (zoneId: string) => Promise<void>
}

/** What the link with this token stands for, in a zone that is caught up. */
export async function findStanding (parts: ApprovalParts, token: string): Promise<Standing> {
  return (await look(parts, token)).standing
}

/** Approves what the link stands for and goes on with the certificate. Answers with how things stood before. */
export async function approve (parts: ApprovalParts, token: string): Promise<Standing> {
  const { context } = parts
  const { standing, zone, approval } = await look(parts, token)
  if (standing.kind !== 'waiting' || zone === undefined || approval === undefined) return standing
  const first = await context.store.mails.approve(token, context.now(zone))
  if (!first) return { ...standing, kind: 'approved' }
  await checkApproved(context, zone, approval.customHostnameId)
  return standing
}

/**
 * A check of the certificate now, after an approval. An inspector that looks finds the approval and everything else that an
 * authority asks for; for the others the approval is all there is to find. Nothing happens unless the hostname waits and is approved.
 */
export async function checkApproved (context: MailContext, zone: Zone, id: string): Promise<void> {
  const { store } = context
  await retryOnStale(async () => {
    const current = await store.customHostnames.find(zone.no, id)
    const certificate = current?.lifecycle.certificate
    if (current === undefined || certificate?.status !== 'pending_validation') return
    if (!store.mails.isApproved(current.seq, certificate.order.number)) return
    const rules = await context.rulesFor(zone, current)
    const events: LifecycleEvent[] = []
    const next = recheckCertificate(certificate, context.now(zone), approvedRules(context, zone, current, rules), events)
    const lifecycle = { ...current.lifecycle, certificate: next }
    await store.customHostnames.save(zone.no, { ...current, lifecycle }, dueAt(lifecycle, rules), events)
  })
}

/** A scenario that speaks of the certificate's checks is heard even so. */
function approvedRules ({ scenarioOf }: MailContext, zone: Zone, customHostname: CustomHostname, rules: Rules): Rules {
  const { inspector = zone.settings.inspector } = customHostname
  const spokenOf = (scenarioOf(zone, customHostname)?.effects.dcv.length ?? 0) > 0
  return inspector === 'dns' || spokenOf ? rules : { ...rules, outlook: { ...rules.outlook, dcv: () => PASSES } }
}

interface Found {
  readonly standing: Standing
  readonly zone?: Zone
  readonly approval?: Approval
}

async function look ({ context: { store }, catchUp }: ApprovalParts, token: string): Promise<Found> {
  const known = await store.mails.findApproval(token)
  const home = known === undefined ? undefined : store.zones.findByNo(known.zoneNo)
  if (home === undefined) return { standing: { kind: 'unknown' } }
  await catchUp(home.id).catch((error: unknown) => {
    // A zone that was deleted meanwhile has nothing to catch up with.
    if (store.zones.find(home.id) !== undefined) throw error
  })
  // Catching up may have taken the hostname away.
  const approval = await store.mails.findApproval(token)
  const zone = store.zones.find(home.id)
  if (approval === undefined || zone === undefined) return { standing: { kind: 'unknown' } }
  const current = await store.customHostnames.find(zone.no, approval.customHostnameId)
  return { standing: { kind: kindOf(approval, current), hostname: approval.hostname }, zone, approval }
}

function kindOf ({ order, askedAt, approvedAt }: Approval, current: CustomHostname | undefined): 'waiting' | 'approved' | 'replaced' | 'over' {
  if (approvedAt !== undefined) return 'approved'
  const certificate = current?.lifecycle.certificate
  if (certificate === undefined) return 'over'
  if (certificate.order.number !== order) return 'replaced'
  if (certificate.status !== 'pending_validation') return 'over'
  return certificate.tokensAt === askedAt ? 'waiting' : 'replaced'
}
