import t from 'tap'
import { openStory } from './support.ts'

const NAME = 'another.example.com'

t.test('the record that the answer names is put in place, and a PATCH has it checked at once', async t => {
  const { create, see, recheck, advance, put, dig } = await openStory(t)
  const made = await create(NAME, 'cname')
  t.match(made, { status: 'pending', ssl: { method: 'cname', status: 'initializing' } })
  await advance('5s')
  const { ssl: { status, cname = '', cname_target: target = '' } } = await see(made)
  t.match([status, cname, target], ['pending_validation', /^_ca3-[0-9a-f]{32}\.another\.example\.com$/, 'dcv.digicert.com'])

  t.equal((await recheck(made, 'cname')).ssl.status, 'pending_validation', 'without the record a check changes nothing')
  await put(`${cname} CNAME ${target}`)
  t.same(await dig(cname, 'CNAME'), ['dcv.digicert.com.'])
  t.match(await recheck(made, 'cname'), { status: 'pending', ssl: { status: 'pending_issuance' } })
  const seen = []
  for (const by of ['30s', '20s']) {
    await advance(by)
    seen.push((await see(made)).ssl.status)
  }
  t.same(seen, ['pending_deployment', 'active'])
  t.match(await see(made), { status: 'pending', ssl: { status: 'active', issuer: /DigiCert/ } }, 'the certificate is there ahead of the traffic')

  await put(`${NAME} CNAME john.customers.saasprovider.com`)
  t.match(await recheck(made, 'cname'), { status: 'active', ssl: { status: 'active' } })
})

t.test('without a PATCH the next retry finds the record', async t => {
  const { create, see, advance, advanceUntil, put } = await openStory(t)
  const made = await create(NAME, 'cname')
  await advance('5s')
  const { ssl: { cname = '', cname_target: target = '' } } = await see(made)
  await put(`${cname} CNAME ${target}`)
  await advanceUntil(NAME, { ssl_status: 'active' }, '5m')
  t.match(await see(made), { status: 'pending', ssl: { status: 'active' } })
})

t.test('a record that leads elsewhere proves nothing', async t => {
  const { create, see, recheck, advance, put } = await openStory(t)
  const made = await create(NAME, 'cname')
  await advance('5s')
  const { ssl: { cname = '' } } = await see(made)
  await put(`${cname} CNAME dcv.example.net`)
  t.equal((await recheck(made, 'cname')).ssl.status, 'pending_validation')
})
