import { strict as assert } from 'node:assert'
import type { Story } from '../support.ts'
import { statusesOf } from '../support.ts'

const NO_CNAME = 'custom hostname does not CNAME to this zone.'

/** Scenarios of the hostname's axis, and of both. */
export const OWNERSHIP_STORIES: Readonly<Record<string, Story>> = {
  async 'passes-at-attempt' (stage) {
    await stage.create()
    const early = await stage.after('203s')
    assert.deepEqual(statusesOf(early), ['pending', 'pending_validation'])
    assert.deepEqual(early.verification_errors, [NO_CNAME])
    assert.equal((await stage.explain()).status.attempt, 3)
    assert.deepEqual(statusesOf(await stage.after('1s')), ['active', 'pending_validation'])
    assert.deepEqual(statusesOf(await stage.after('75s')), ['active', 'active'])
  },
  async 'passes-after' (stage) {
    await stage.create()
    assert.deepEqual(statusesOf(await stage.after('90m')), ['pending', 'pending_validation'])
    assert.deepEqual(statusesOf(await stage.after('8m')), ['active', 'active'])
  },
  async slow (stage) {
    await stage.create()
    assert.deepEqual(statusesOf(await stage.after('29s')), ['pending', 'initializing'])
    assert.deepEqual(statusesOf(await stage.after('1s')), ['pending', 'pending_validation'])
    assert.deepEqual(statusesOf(await stage.after('120s')), ['active', 'pending_validation'])
    assert.deepEqual(statusesOf(await stage.after('250s')), ['active', 'pending_issuance'])
    assert.deepEqual(statusesOf(await stage.after('300s')), ['active', 'pending_deployment'])
    assert.deepEqual(statusesOf(await stage.after('200s')), ['active', 'active'])
  },
  async 'never-passes' (stage) {
    await stage.create()
    assert.deepEqual(statusesOf(await stage.after('8d')), ['moved', 'pending_validation'])
    const end = await stage.after('7d')
    assert.deepEqual(statusesOf(end), ['deleted', 'validation_timed_out'])
    assert.deepEqual(end.verification_errors, [NO_CNAME])
    await stage.patch()
    assert.deepEqual(statusesOf(await stage.after('1h')), ['pending', 'pending_validation'])
  },
  async 'split-brain-active' (stage) {
    await stage.create()
    const split = await stage.after('1h')
    assert.deepEqual(statusesOf(split), ['active', 'pending_validation'])
    assert.deepEqual([split.verification_errors, split.ssl?.validation_errors], [undefined, undefined])
    assert.deepEqual(statusesOf(await stage.after('15d')), ['active', 'validation_timed_out'])
  },
  async 'split-brain-certificate' (stage) {
    await stage.create()
    const split = await stage.after('1h')
    assert.deepEqual(statusesOf(split), ['pending', 'active'])
    assert.deepEqual(split.verification_errors, [NO_CNAME])
    assert.deepEqual(statusesOf(await stage.after('15d')), ['deleted', 'active'])
  },
  async 'apex-orange-cloud' (stage) {
    await stage.create()
    const stuck = await stage.after('1h')
    assert.deepEqual(statusesOf(stuck), ['pending', 'pending_validation'])
    assert.deepEqual(stuck.verification_errors, [
      NO_CNAME,
      'The hostname is using Cloudflare and cannot be activated with an TXT or HTTP validation token. To activate the custom hostname, the DNS target needs to point to the SaaS zone'
    ])
    assert.equal(stuck.ssl?.validation_errors, undefined)
    assert.deepEqual(statusesOf(await stage.after('15d')), ['deleted', 'validation_timed_out'])
  },
  async moved (stage) {
    await stage.create()
    assert.deepEqual(statusesOf(await stage.after('90s')), ['active', 'active'])
    const moved = await stage.after('4h')
    assert.deepEqual(statusesOf(moved), ['moved', 'active'])
    assert.deepEqual(moved.verification_errors, [NO_CNAME])
    await stage.patch()
    assert.deepEqual(statusesOf(await stage.after('1s')), ['active', 'active'])
    assert.deepEqual(statusesOf(await stage.after('4h')), ['moved', 'active'])
  },
  async 'moved-deleted' (stage) {
    await stage.create()
    assert.deepEqual(statusesOf(await stage.after('5h')), ['moved', 'active'])
    assert.deepEqual(statusesOf(await stage.after('7d')), ['deleted', 'active'])
    await stage.patch()
    assert.deepEqual(statusesOf(await stage.after('1h')), ['pending', 'active'])
  },
  async 'blocked-hold' (stage) {
    await stage.create()
    const blocked = await stage.after('90s')
    assert.deepEqual(statusesOf(blocked), ['blocked', 'active'])
    assert.deepEqual(blocked.verification_errors, ['The hostname is associated with a held zone. Please contact the owner of this domain to have the hold removed.'])
    assert.equal((await stage.after('30d')).status, 'blocked', 'nothing retries')
    await stage.patch()
    assert.equal((await stage.after('1s')).status, 'active')
  },
  async 'foreign-owner' (stage) {
    await stage.create()
    const moved = await stage.after('5h')
    assert.equal(moved.status, 'moved')
    assert.deepEqual(moved.verification_errors, ['This account and the pre-generated ownership validation token was not found.'])
    await stage.patch()
    assert.equal((await stage.after('1s')).status, 'active')
  },
  async 'fallback-not-ready' (stage) {
    await stage.create()
    const early = await stage.after('150s')
    assert.deepEqual([early.status, early.verification_errors], ['pending', ['fallback origin is pending_deployment, not active.']])
    assert.deepEqual(statusesOf(await stage.after('60s')), ['active', 'active'])
  },
  async 'errors-while-pending' (stage) {
    await stage.create()
    const pending = await stage.after('120s')
    assert.deepEqual(statusesOf(pending), ['pending', 'pending_validation'])
    assert.deepEqual(pending.verification_errors, [NO_CNAME])
    assert.match(pending.ssl?.validation_errors?.[0]?.message ?? '', /multiple geographic locations/)
    const done = await stage.after('240s')
    assert.deepEqual(statusesOf(done), ['active', 'active'])
    assert.deepEqual([done.verification_errors, done.ssl?.validation_errors], [undefined, undefined])
  },
  async 'txt-but-http-wins' (stage) {
    await stage.create()
    assert.deepEqual(statusesOf(await stage.after('137s')), ['pending', 'pending_validation'])
    assert.deepEqual(statusesOf(await stage.after('1s')), ['active', 'pending_validation'])
    const done = await stage.after('141s')
    assert.deepEqual([...statusesOf(done), done.ssl?.method], ['active', 'active', 'txt'])
  }
}
