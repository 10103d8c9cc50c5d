import type { CertificateState } from '../../core/certificate.ts'
import type { CustomHostname, Lifecycle } from '../../core/custom-hostname.ts'
import { concernsCertificate } from '../../core/webhook-event.ts'
import type { CertificateEvent } from '../../core/webhook-event.ts'
import type { DueHostname, Settled, ZoneEvent, ZoneStore } from '../store.ts'
import type { Capture, CapturedHostname } from '../webhooks.ts'
import type { AlertingTables } from './alerting.ts'
import type { CommitQueue } from './commit-queue.ts'
import type { Db } from './database.ts'
import type { Config } from './hostname-row.ts'

/** A hostname whose certificate something happened to. */
type Captured = Pick<CustomHostname, 'seq' | 'version' | 'id' | 'hostname'> & Config

/** Parts of running writes: what happens to certificates is kept beside the events, where a policy asks for it. */
export interface WebhookOutbox {
  /** What is asked first: where nobody wants to know, nothing is read or written. */
  wants (zoneNo: number): boolean
  /** The certificate as it stands in the row, before a write changes it. */
  certificateOf (seq: number): CertificateState | undefined
  saved (zoneNo: number, customHostname: CustomHostname, events: readonly ZoneEvent[], before: CertificateState | undefined): void
  removed (zoneNo: number, customHostname: CustomHostname, events: readonly ZoneEvent[]): void
  /** To be called while the row is still there. */
  settled (zoneNo: number, hostname: DueHostname, settled: Settled): void
  listCaptures (limit: number): readonly Capture[]
  /** Forgets what messages were made of. */
  taken (upTo: number): void
  onCaptured (listener: () => void): void
}

type Body = Omit<Capture, 'number' | 'zoneNo'>

export function webhookOutbox (db: Db, commits: CommitQueue, { alerting, zones }: { readonly alerting: AlertingTables, readonly zones: Pick<ZoneStore, 'findByNo'> }): WebhookOutbox {
  const insert = db.prepare('INSERT INTO webhook_captures (zone_no, body) VALUES (?, ?)')
  const oldest = db.prepare<[number], { number: number, zone_no: number, body: string }>('SELECT number, zone_no, body FROM webhook_captures ORDER BY number LIMIT ?')
  const remove = db.prepare('DELETE FROM webhook_captures WHERE number <= ?')
  const lifecycleOf = db.prepare<[number], string>('SELECT lifecycle FROM custom_hostnames WHERE seq = ?').pluck()
  const configOf = db.prepare<[number], string>('SELECT config FROM custom_hostnames WHERE seq = ?').pluck()
  const listeners: Array<() => void> = []
  const announce = (): void => { for (const listener of listeners) listener() }

  function capture (zoneNo: number, hostname: CapturedHostname, happened: Omit<Body, 'hostname'>): void {
    insert.run(zoneNo, JSON.stringify({ hostname, ...happened } satisfies Body))
    commits.afterCommit(announce)
  }

  return {
    wants (zoneNo) {
      const zone = zones.findByNo(zoneNo)
      return zone !== undefined && alerting.asksForWebhooks(zone.accountId)
    },
    certificateOf (seq) {
      const text = lifecycleOf.get(seq)
      return text === undefined ? undefined : (JSON.parse(text) as Lifecycle).certificate
    },
    saved (zoneNo, customHostname, events, before) {
      const story = storyOf(events)
      const { lifecycle: { certificate: after } } = customHostname
      if (story === undefined || after === undefined) return
      capture(zoneNo, toCaptured(customHostname), { before: before ?? after, after, events: story })
    },
    removed (zoneNo, customHostname, events) {
      const story = storyOf(events)
      const { lifecycle: { certificate } } = customHostname
      if (story === undefined || certificate === undefined) return
      capture(zoneNo, toCaptured(customHostname), { before: certificate, gone: true, events: story })
    },
    settled (zoneNo, hostname, { lifecycle: { certificate: after }, events, remove: gone }) {
      const story = storyOf(events)
      const { seq, lifecycle: { certificate: before } } = hostname
      const config = story === undefined || before === undefined ? undefined : configOf.get(seq)
      if (story === undefined || before === undefined || config === undefined) return
      const captured = toCaptured({ ...JSON.parse(config) as Config, seq, version: hostname.version, id: hostname.id, hostname: hostname.hostname })
      capture(zoneNo, captured, { before, ...(after === undefined ? {} : { after }), ...(gone === true ? { gone } : {}), events: story })
    },
    listCaptures: limit => oldest.all(limit).map(row => ({ number: row.number, zoneNo: row.zone_no, ...JSON.parse(row.body) as Body })),
    taken: upTo => { remove.run(upTo) },
    onCaptured: listener => { listeners.push(listener) }
  }
}

/** The events that bear on what is reported; undefined when there is nothing to tell. */
function storyOf (events: readonly ZoneEvent[]): readonly CertificateEvent[] | undefined {
  const story = events.filter((event): event is CertificateEvent => concernsCertificate(event))
  return story.some(({ type }) => type !== 'tokens_replaced') ? story : undefined
}

function toCaptured ({ seq, version, id, hostname, seed, ssl, customMetadata, customOriginServer }: Captured): CapturedHostname {
  return {
    seq,
    version,
    id,
    hostname,
    seed,
    ssl: { ...(ssl?.method === undefined ? {} : { method: ssl.method }), ...(ssl?.settings === undefined ? {} : { settings: ssl.settings }) },
    ...(customMetadata === undefined ? {} : { customMetadata }),
    ...(customOriginServer === undefined ? {} : { customOriginServer })
  }
}
