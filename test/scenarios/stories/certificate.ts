import { strict as assert } from 'node:assert'
import type { Story } from '../support.ts'
import { statusesOf, validationErrorsOf } from '../support.ts'

/** Every check says this, until the attempts run out; a PATCH begins anew, to the same end. */
function neverValidated (message: (hostname: string) => string | undefined): Story {
  return async stage => {
    await stage.create()
    const said = message(stage.hostname)
    const expected = said === undefined ? [] : [said]
    const early = await stage.after('2m')
    assert.deepEqual([...statusesOf(early), ...validationErrorsOf(early)], ['active', 'pending_validation', ...expected])
    const end = await stage.after('15d')
    assert.deepEqual([...statusesOf(end), ...validationErrorsOf(end)], ['active', 'validation_timed_out', ...expected])
    await stage.patch()
    assert.equal((await stage.look()).ssl?.status, 'initializing')
    assert.equal((await stage.after('1h')).ssl?.status, 'pending_validation')
  }
}

/** Checks say this for so long, and then the certificate is issued by itself. */
function validatedLate (message: string | undefined, until: string): Story {
  return async stage => {
    await stage.create()
    const early = await stage.after('2m')
    assert.deepEqual([...statusesOf(early), ...validationErrorsOf(early)], ['active', 'pending_validation', ...message === undefined ? [] : [message]])
    const done = await stage.after(until)
    assert.deepEqual([...statusesOf(done), ...validationErrorsOf(done)], ['active', 'active'])
  }
}

/** A stage that never ends for the first order; one that a PATCH asks for goes through. */
function stageTimesOut (waits: string, ends: string, errors: readonly string[]): Story {
  return async stage => {
    await stage.create()
    const stuck = await stage.after('6d')
    assert.deepEqual([...statusesOf(stuck), ...validationErrorsOf(stuck)], ['active', waits, ...errors])
    const end = await stage.after('2d')
    assert.deepEqual([...statusesOf(end), ...validationErrorsOf(end)], ['active', ends, ...errors])
    await stage.patch()
    assert.deepEqual(statusesOf(await stage.after('90s')), ['active', 'active'])
  }
}

/** Scenarios of the certificate's axis. */
export const CERTIFICATE_STORIES: Readonly<Record<string, Story>> = {
  'stuck-validation': neverValidated(() => undefined),
  'caa-blocked': neverValidated(() => 'CAA records block issuance. Please remove all CAA records or add records for this authority.'),
  'caa-servfail': neverValidated(hostname => `SERVFAIL looking up CAA for ${hostname}`),
  servfail: neverValidated(() => 'Certificate authority encountered a SERVFAIL during DNS lookup, please check your DNS reachability.'),
  'dnssec-bogus': neverValidated(hostname => `the Certificate Authority had trouble performing a DNS lookup: dns problem: looking up caa for ${hostname}: dnssec: bogus`),
  'multi-perspective-caa': neverValidated(() =>
    'Certificate authority encountered a multiple perspective CAA check error, please ensure your DNS is configured to allow CAA queries from all geographic perspectives.'),
  'multi-perspective': neverValidated(() =>
    'Certificate authority was unable to verify domain ownership from multiple geographic locations (MPIC failure). Please ensure your DNS records are reachable from all geographic perspectives and try again.'),
  'ca-refuses': neverValidated(() => 'certificate authority will not issue for this domain'),
  'high-risk': neverValidated(hostname => `${hostname} reported as potential risk: google_safe_browsing`),
  'ca-rate-limited': validatedLate('The authority has rate limited these domains. Please wait for the rate limit to expire or try another authority.', '7d'),
  'ca-internal': validatedLate('Internal error with Certificate Authority. Please check later.', '15m'),
  'acme-conflict': validatedLate(undefined, '4h'),
  'initializing-timeout': stageTimesOut('initializing', 'initializing_timed_out', []),
  'issuance-timeout': stageTimesOut('pending_issuance', 'issuance_timed_out', ['Internal error with Certificate Authority. Please check later.']),
  'deployment-timeout': stageTimesOut('pending_deployment', 'deployment_timed_out', []),
  async 'caa-error' (stage) {
    await stage.create()
    const stuck = await stage.after('1h')
    assert.deepEqual([stuck.ssl?.status, ...validationErrorsOf(stuck)], ['pending_issuance', `caa_error: ${stage.hostname}`])
    const end = await stage.after('8d')
    assert.deepEqual([end.ssl?.status, ...validationErrorsOf(end)], ['issuance_timed_out', `caa_error: ${stage.hostname}`])
  },
  async 'validation-timeout' (stage) {
    await stage.sandbox.admin.zones.update(stage.zone.zone_id, { settings: { keep_ownership_verification: true } })
    const { ownership_verification: ownership } = await stage.create()
    const tokens = (await stage.after('10s')).ssl?.validation_records
    const end = await stage.after('15d')
    assert.deepEqual([...statusesOf(end), ...validationErrorsOf(end)], ['active', 'validation_timed_out'])
    assert.deepEqual(statusesOf(await stage.after('60d')), ['active', 'validation_timed_out'], 'it stays readable, and stays')
    await stage.patch()
    assert.equal((await stage.look()).ssl?.status, 'initializing')
    const again = await stage.after('3s')
    assert.notEqual(again.ssl?.validation_records?.[0]?.txt_value, tokens?.[0]?.txt_value)
    assert.deepEqual(again.ownership_verification, ownership, 'the ownership token stays')
    assert.deepEqual(statusesOf(await stage.after('87s')), ['active', 'active'])
  },
  async renewal (stage) {
    await stage.create()
    const first = await stage.after('90s')
    assert.deepEqual(statusesOf(first), ['active', 'active'])
    const renewing = await stage.after('2380s')
    assert.equal(renewing.ssl?.status, 'pending_deployment')
    const second = await stage.after('20s')
    assert.equal(second.ssl?.status, 'active')
    assert.notEqual(second.ssl.id, first.ssl?.id)
    assert.equal((await stage.after('1d')).ssl?.status, 'active', 'one renewal follows the other')
  },
  async 'renewal-fails' (stage) {
    await stage.create()
    const first = await stage.after('90s')
    const failing = await stage.after('2400s')
    assert.equal(failing.ssl?.status, 'pending_validation')
    assert.equal(failing.ssl.id, first.ssl?.id, 'the old certificate serves')
    assert.match(validationErrorsOf(failing)[0] ?? '', /^CAA records block issuance/)
    assert.equal((await stage.after('1140s')).ssl?.status, 'validation_timed_out')
    assert.deepEqual(statusesOf(await stage.after('60s')), ['active', 'expired'])
  },
  async 'renewal-retried' (stage) {
    await stage.create()
    const first = await stage.after('90s')
    const retrying = await stage.after('2400s')
    assert.equal(retrying.ssl?.status, 'pending_validation')
    assert.equal(retrying.ssl.validation_records?.length, 1, 'with new tokens')
    assert.match(validationErrorsOf(retrying)[0] ?? '', /SERVFAIL/)
    assert.equal((await stage.after('240s')).ssl?.status, 'pending_issuance')
    const second = await stage.after('50s')
    assert.equal(second.ssl?.status, 'active')
    assert.notEqual(second.ssl.id, first.ssl?.id)
  }
}
