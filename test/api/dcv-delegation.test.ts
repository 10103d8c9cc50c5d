import { Value } from '@sinclair/typebox/value'
import t from 'tap'
import { DcvDelegationSchema } from '../../schemas/dcv-delegation.ts'
import { singleOf } from '../../schemas/envelope.ts'
import { delegationTarget, delegationUuid } from '../../src/core/dcv-delegation.ts'
import { createApi, tokenOf, ZONE_ID } from './support.ts'

const PATH = `/zones/${ZONE_ID}/dcv_delegation/uuid`

t.test('the delegation of a zone has one UUID for good', async t => {
  const { ask, zone, context, close } = await createApi()
  t.teardown(close)
  const { status, body, result } = await ask('GET', PATH)
  t.equal(status, 200)
  t.strictSame([...Value.Errors(singleOf(DcvDelegationSchema), body)], [])
  t.match(result['uuid'], /^[0-9a-f]{16}$/)
  t.equal(result['uuid'], delegationUuid(zone, context.random))
  t.strictSame((await ask('GET', PATH)).result, result)
  t.not(delegationUuid({ ...zone, id: 'a'.repeat(32) }, context.random), result['uuid'])
  t.not(delegationUuid({ ...zone, accountId: 'a'.repeat(32) }, context.random), result['uuid'])
})

t.test('the target of a delegation names the hostname and the zone', async t => {
  t.equal(delegationTarget('app.customer.com', 'abc123def456ghi7'), 'app.customer.com.abc123def456ghi7.dcv.cloudflare.com')
})

t.test('reading the UUID needs a permission on certificates', async t => {
  const { ask, store, close } = await createApi({ auth: 'tokens' })
  t.teardown(close)
  const [reader, writer, other] = ['r', 'w', 'o'].map(letter => 'cfut_'.padEnd(45, letter)) as [string, string, string]
  await store.identities.insertToken(tokenOf(reader, { permissions: ['SSL and Certificates Read'] }))
  await store.identities.insertToken(tokenOf(writer, { permissions: ['SSL and Certificates Write'] }))
  await store.identities.insertToken(tokenOf(other, { permissions: ['Zone Write'] }))
  const statusAs = async (secret: string) => (await ask('GET', PATH, { headers: { authorization: `Bearer ${secret}` } })).status
  t.equal(await statusAs(reader), 200)
  t.equal(await statusAs(writer), 200)
  t.equal(await statusAs(other), 403)
})
