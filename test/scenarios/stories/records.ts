import { strict as assert } from 'node:assert'
import type { Story } from '../support.ts'
import { refusalOf, statusesOf } from '../support.ts'

const ssl = { method: 'txt', type: 'dv' } as const

/** Scenarios of what is shown, and of edits and deletions. */
export const RECORD_STORIES: Readonly<Record<string, Story>> = {
  async 'records-late' (stage) {
    const created = await stage.create()
    assert.equal(created.ssl?.status, 'initializing')
    const early = await stage.after('29s')
    assert.deepEqual([early.ssl?.status, early.ssl?.validation_records], ['initializing', undefined])
    const late = await stage.after('1s')
    assert.deepEqual([late.ssl?.status, late.ssl?.validation_records?.length], ['pending_validation', 1])
    assert.deepEqual(statusesOf(await stage.after('87s')), ['active', 'active'])
  },
  async 'records-vanish' (stage) {
    await stage.sandbox.admin.zones.update(stage.zone.zone_id, { settings: { keep_ownership_verification: true } })
    const created = await stage.create()
    assert.equal(created.ownership_verification?.type, 'txt')
    assert.equal((await stage.after('3s')).ssl?.validation_records?.length, 1)
    const active = await stage.after('90s')
    assert.deepEqual(statusesOf(active), ['active', 'active'])
    assert.deepEqual([active.ownership_verification, active.ownership_verification_http, active.ssl?.validation_records], [undefined, undefined, undefined])
  },
  async 'records-kept' (stage) {
    const created = await stage.create()
    const active = await stage.after('90s')
    assert.equal(active.status, 'active')
    assert.deepEqual(active.ownership_verification, created.ownership_verification)
    assert.deepEqual(active.ownership_verification_http, created.ownership_verification_http)
  },
  async 'two-records' (stage) {
    await stage.create()
    const { ssl: shown } = await stage.after('3s')
    assert.equal(shown?.certificate_authority, 'ssl_com')
    assert.equal(new Set(shown.validation_records?.map(({ txt_value: value }) => value)).size, 2)
    assert.equal('txt_name' in shown, false, 'nothing is repeated directly under ssl')
    assert.deepEqual(statusesOf(await stage.after('90s')), ['active', 'active'])
  },
  async 'stale-token' (stage) {
    await stage.create()
    const values: Array<string | undefined> = []
    for (const duration of ['10s', '6100s', '6100s']) values.push((await stage.after(duration)).ssl?.validation_records?.[0]?.txt_value)
    assert.equal(new Set(values).size, 3)
    assert.ok(values.every(value => value !== undefined))
    assert.deepEqual(statusesOf(await stage.after('10m')), ['active', 'active'])
  },
  async 'tokens-rotate' (stage) {
    await stage.create()
    const first = await stage.after('10s')
    await stage.patch()
    const second = await stage.look()
    assert.notEqual(second.ssl?.validation_records?.[0]?.txt_value, first.ssl?.validation_records?.[0]?.txt_value)
    assert.deepEqual(statusesOf(await stage.after('15m')), ['active', 'active'])
  },
  async 'patch-noop' (stage) {
    await stage.create()
    const before = await stage.after('90s')
    await stage.patch({ ssl: { method: 'http', type: 'dv', settings: { min_tls_version: '1.3' } } })
    assert.deepEqual((await stage.look()).ssl, before.ssl)
    await stage.patch({ custom_metadata: { plan: 'gold' } })
    assert.deepEqual((await stage.look()).custom_metadata, { plan: 'gold' }, 'the rest of an edit is heeded')
  },
  async 'ssl-settings-drift' (stage) {
    await stage.create()
    const { ssl: shown } = await stage.after('90s')
    assert.equal(shown?.settings?.min_tls_version, '1.0')
    await stage.patch({ ssl: { ...ssl, settings: { min_tls_version: '1.2' } } })
    assert.deepEqual((await stage.look()).ssl?.settings, { min_tls_version: '1.2' })
  },
  async 'soft-delete-readable' (stage) {
    const { client, zone } = stage
    const { id } = await stage.create()
    await stage.after('90s')
    await client.customHostnames.delete(id, zone)
    assert.deepEqual(statusesOf(await stage.after('299s')), ['pending_deletion', 'pending_deletion'])
    await stage.sandbox.advance('1s')
    assert.deepEqual((await refusalOf(async () => await client.customHostnames.get(id, zone))).slice(0, 2), [404, 1436])
  }
}
