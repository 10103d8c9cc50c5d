import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { CertificateState, Upload, UploadedCertificate } from '../../src/core/certificate.ts'
import { advanceCertificate, certificateDueAt, newCertificate, recheckCertificate, reorderCertificate } from '../../src/core/certificate.ts'
import type { LifecycleEvent } from '../../src/core/events.ts'
import type { Rules } from '../../src/core/outlook.ts'
import { nextPack, releaseDeployment, uploadEndsAt, uploadsInUse, withoutUploaded } from '../../src/core/uploads.ts'
import { resolveSchedule } from '../../src/schedules.ts'

const DAY = 86_400_000
const PASSES = { passes: true } as const

const rulesOf = (held: boolean, schedule = 'realistic'): Rules => ({
  schedule: resolveSchedule(schedule),
  outlook: { ownership: () => PASSES, dcv: () => PASSES, stage: () => PASSES, activeHolds: true },
  ...(held ? { deploymentHeld: true } : {})
})

function certificateOf (id: string, endsAt: number): UploadedCertificate {
  return {
    id, keyType: id === 'ecdsa' ? 'ecdsa' : 'rsa', hosts: ['app.customer.com'], issuer: 'Somebody', serialNumber: '1', signature: 'SHA256WithRSA', fingerprintSha256: id, issuedAt: 0, expiresAt: endsAt, endsAt
  }
}

const anUpload = fc.record({ pack: fc.integer({ min: 1, max: 9 }), ends: fc.array(fc.integer({ min: 0, max: 400 * DAY }), { minLength: 1, maxLength: 2 }) })
  .map(({ pack, ends }): Upload => {
    const [first = 0, second] = ends
    return { pack, uploadedAt: 0, certificates: second === undefined ? [certificateOf('ecdsa', first)] : [certificateOf('ecdsa', first), certificateOf('rsa', second)] }
  })
const someMoments = fc.array(fc.integer({ min: 0, max: 200 * DAY }), { minLength: 1, maxLength: 6 }).map(moments => moments.toSorted((a, b) => a - b))
const scheduleName = fc.constantFrom('realistic', 'fast', 'instant')

const uploaded = (upload: Upload): CertificateState => newCertificate(0, { number: 1, authority: 'google', wildcard: false, upload })

function live (start: CertificateState, moments: readonly number[], rules: Rules): { state: CertificateState, events: LifecycleEvent[] } {
  const events: LifecycleEvent[] = []
  const state = moments.reduce((current, at) => advanceCertificate(current, at, rules, events), start)
  return { state, events }
}

t.test('the life of an upload is the same in one long step and in many short ones', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(anUpload, someMoments, scheduleName, fc.boolean(), (upload, moments, schedule, held) => {
    const rules = rulesOf(held, schedule)
    assert.deepEqual(live(uploaded(upload), moments.slice(-1), rules), live(uploaded(upload), moments, rules))
  })))
})

t.test('an upload is never validated or renewed, has its end announced, ends when its first certificate does, and rests then', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(anUpload, scheduleName, (upload, schedule) => {
    const rules = rulesOf(false, schedule)
    const { state, events } = live(uploaded(upload), [1000 * DAY], rules)
    assert.deepEqual(events.map(event => event.type === 'status_changed' ? event.to : event.type), ['pending_deployment', 'active', 'renewal_due', 'expired'])
    assert.equal(certificateDueAt(state, rules), undefined)
    assert.equal(state.since, Math.max(uploadEndsAt(upload), events[1]?.at ?? 0))
  })))
})

t.test('while its zone is not active an upload waits without end, and goes on from the moment that it is released', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(anUpload, fc.integer({ min: DAY, max: 900 * DAY }), (upload, releasedAt) => {
    const { state } = live(uploaded(upload), [releasedAt], rulesOf(true))
    assert.equal(state.status, 'holding_deployment')
    assert.equal(certificateDueAt(state, rulesOf(true)), undefined)
    const events: LifecycleEvent[] = []
    const released = releaseDeployment(state, releasedAt, events)
    assert.deepEqual([released.status, released.since, events.length], ['pending_deployment', releasedAt, 1])
    assert.equal(live(released, [releasedAt + DAY], rulesOf(true)).state.status, 'holding_deployment', 'the zone left again before it was deployed')
    assert.ok(['active', 'expired'].includes(live(released, [releasedAt + DAY], rulesOf(false)).state.status))
  })))
})

t.test('a pack is never given out twice, and a restart keeps what was uploaded', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(anUpload, anUpload, someMoments, (first, second, moments) => {
    const rules = rulesOf(false)
    const { state } = live(uploaded(first), moments, rules)
    const pack = nextPack(state)
    assert.ok(pack > first.pack)
    const next = reorderCertificate(state, 200 * DAY, { ...state.order, upload: { ...second, pack } }, [])
    assert.equal(next.order.upload?.pack, pack)
    assert.equal(next.order.number, state.order.number + 1)
    const ended = live(next, [1000 * DAY], rules).state
    assert.equal(recheckCertificate(ended, 1000 * DAY, rules, []).order.upload?.pack, pack)
  })))
})

t.test('a certificate taken out of a pack is nowhere any more', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(anUpload, someMoments, fc.boolean(), (upload, moments, held) => {
    const { state } = live(uploaded(upload), moments, rulesOf(held))
    const trimmed = withoutUploaded(state, 'ecdsa')
    assert.equal(trimmed.status, state.status)
    const left = upload.certificates.length === 2 ? ['rsa'] : []
    assert.deepEqual(trimmed.order.upload?.certificates.map(({ id }) => id) ?? [], left)
    if (left.length > 0) assert.deepEqual(uploadsInUse(trimmed), left)
  })))
})
