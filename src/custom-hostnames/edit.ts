import type { Context } from '../context.ts'
import type { CertificateState, Wanted } from '../core/certificate.ts'
import { newCertificate, reorderCertificate, replaceTokens } from '../core/certificate.ts'
import type { CustomHostname, Lifecycle } from '../core/custom-hostname.ts'
import { dueAt, recheck } from '../core/custom-hostname.ts'
import { ApiError } from '../core/errors.ts'
import type { LifecycleEvent } from '../core/events.ts'
import type { Instant } from '../core/instant.ts'
import type { Rules } from '../core/outlook.ts'
import { redeployOwnership } from '../core/ownership.ts'
import type { AcceptedSsl } from '../core/ssl-rules.ts'
import { sslRequest } from '../core/ssl-rules.ts'
import type { PlacedUpload } from '../core/uploads.ts'
import type { Zone } from '../core/zone.ts'
import { checkMetadata, checkOrigin, checkSsl, requireQuota } from './checks.ts'
import { orderOf } from './create.ts'
import type { GivenHostname } from './request.ts'
import { checkPack, forgetSecrets, keepSecrets, placePack, wantedUpload } from './uploads.ts'

/** What a PATCH comes to: the hostname as it will be, and what happened to its axes. */
interface Edit {
  readonly customHostname: CustomHostname
  readonly events: readonly LifecycleEvent[]
}

/** Edits and rechecks a custom hostname; answers with its wire form. Throws ApiError. */
export async function editCustomHostname (context: Context, wholeZone: Zone, current: CustomHostname, sent: GivenHostname): Promise<string> {
  const { store } = context
  const zone = context.zoneFor(wholeZone, current)
  const now = context.now(zone)
  requireQuota(context, zone)
  const given = heeded(sent, context.scenarioOf(zone, current)?.effects.ignores)
  if (given.hostname !== undefined && given.hostname.toLowerCase() !== current.hostname) throw new ApiError('customHostnameNotModifiable')
  const ssl = given.ssl === undefined || given.ssl === null ? undefined : checkSsl(given.ssl, current.hostname, zone, isUploaded(current))
  const pack = ssl === undefined ? undefined : await checkPack(ssl, current.hostname, zone, context)
  checkMetadata(given, zone, current.lifecycle.certificate?.order.wildcard === true || current.hostname.startsWith('*.'))
  await checkOrigin({ ...given, hostname: current.hostname }, zone, context, originAfter(current, given))

  const rules = await context.rulesFor(zone, current)
  const placed = pack === undefined ? undefined : placePack(pack, current, current.lifecycle.certificate, { now, tokens: context.random })
  const { customHostname, events } = editOf(current, given, { zone, now, rules, ssl, placed })
  if (placed !== undefined) await keepSecrets(placed, current, context)
  await store.customHostnames.save(zone.no, customHostname, dueAt(customHostname.lifecycle, rules), [{ type: 'edited', at: now }, ...events])
  await forgetSecrets(current.lifecycle.certificate, customHostname.lifecycle.certificate, context)
  if (events.some(event => event.type === 'status_changed' && event.axis === 'status' && event.to === 'active')) {
    await context.displaceElsewhere(zone, current.hostname)
  }
  return context.renderHostname(zone, customHostname)
}

/** An edit without the parts that the hostname's scenario has accepted and not heeded. */
function heeded (sent: GivenHostname, ignored: readonly string[] = []): GivenHostname {
  return ignored.length === 0 ? sent : Object.fromEntries(Object.entries(sent).filter(([key]) => !ignored.includes(key)))
}

interface EditParts {
  readonly zone: Zone
  readonly now: Instant
  readonly rules: Rules
  readonly ssl: AcceptedSsl | undefined
  readonly placed: PlacedUpload | undefined
}

function isUploaded ({ lifecycle: { certificate } }: CustomHostname): boolean {
  return certificate?.order.upload !== undefined
}

function editOf (current: CustomHostname, given: GivenHostname, parts: EditParts): Edit {
  const { zone, now, rules, ssl } = parts
  const events: LifecycleEvent[] = []
  const configured = configure(current, given, parts)
  let lifecycle = certify(current, given, parts, events)
  if (asksForRecheck(given)) {
    const outcome = recheck(lifecycle, now, rules)
    events.push(...outcome.events)
    lifecycle = outcome.lifecycle
    if (ssl !== undefined && zone.settings.rotateTokensOnPatch && lifecycle.certificate !== undefined) {
      lifecycle = { ...lifecycle, certificate: replaceTokens(lifecycle.certificate, now, events) }
    }
  }
  if (isReconfigured(current, configured)) {
    lifecycle = { ...lifecycle, ownership: redeployOwnership(lifecycle.ownership, now, rules, events) }
  }
  return { customHostname: { ...configured, lifecycle }, events }
}

/** The documented refresh names `ssl`; an empty body asks for the same. Anything else is only an edit. */
function asksForRecheck (given: GivenHostname): boolean {
  const { hostname, ssl, ...edits } = given
  return ssl !== undefined || Object.keys(edits).length === 0
}

/** A new order where another method, authority or set of names is wanted; `ssl: null` takes the certificate away. */
function certify (current: CustomHostname, given: GivenHostname, { zone, now, ssl, placed }: EditParts, events: LifecycleEvent[]): Lifecycle {
  const { ownership, certificate } = current.lifecycle
  if (given.ssl === null) return { ownership }
  if (ssl === undefined) return current.lifecycle
  if (certificate === undefined) {
    const order = orderOf(zone, current.hostname, ssl, placed)
    return order === undefined ? current.lifecycle : { ownership, certificate: newCertificate(now, order) }
  }
  const managed = wantedOrder(zone, certificate, ssl)
  const wanted: Wanted = placed === undefined ? managed : { ...managed, ...wantedUpload(current.hostname, placed) }
  const { authority, wildcard } = certificate.order
  const changed = placed !== undefined || ssl.method !== current.ssl?.method || wanted.authority !== authority || wanted.wildcard !== wildcard
  return changed ? { ownership, certificate: reorderCertificate(certificate, now, wanted, events) } : current.lifecycle
}

function wantedOrder ({ settings }: Zone, { order }: CertificateState, ssl: AcceptedSsl): Wanted {
  const authority = ssl.defaultAuthority === true ? settings.certificateAuthority : ssl.authority ?? order.authority
  if (ssl.method === undefined) return { ...order, authority }
  // The names of an uploaded certificate say nothing about those of a managed one.
  return { authority, wildcard: ssl.wildcard ?? (order.upload === undefined && order.wildcard) }
}

/** What was configured, with the given parts replaced; null and an empty text remove. */
function configure (current: CustomHostname, given: GivenHostname, { ssl, placed }: EditParts): CustomHostname {
  const { ssl: sslBefore, customMetadata: metadataBefore, customOriginServer: _server, customOriginSni: sniBefore, ...rest } = current
  const sslAfter = given.ssl === null ? undefined : ssl === undefined ? sslBefore : sslRequest(ssl, sslBefore, placed?.shown)
  const metadata = given.customMetadata === undefined ? metadataBefore : given.customMetadata ?? undefined
  const server = originAfter(current, given)
  const sni = given.customOriginSni === undefined ? sniBefore : given.customOriginSni?.toLowerCase() ?? ''
  return {
    ...rest,
    ...(sslAfter === undefined ? {} : { ssl: sslAfter }),
    ...(metadata === undefined ? {} : { customMetadata: metadata }),
    ...(server === undefined ? {} : { customOriginServer: server }),
    ...(sni === undefined || sni === '' ? {} : { customOriginSni: sni })
  }
}

function originAfter (current: CustomHostname, { customOriginServer }: GivenHostname): string | undefined {
  if (customOriginServer === undefined) return current.customOriginServer
  return customOriginServer === null || customOriginServer === '' ? undefined : customOriginServer.toLowerCase()
}

function isReconfigured (before: CustomHostname, after: CustomHostname): boolean {
  const deployed = ({ ssl, customMetadata, customOriginServer, customOriginSni }: CustomHostname): string =>
    JSON.stringify([ssl?.settings, customMetadata, customOriginServer, customOriginSni])
  return deployed(before) !== deployed(after)
}
