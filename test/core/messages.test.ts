import t from 'tap'
import { fallbackOriginNotActive, VALIDATION_ERRORS, validationError, VERIFICATION_ERRORS } from '../../src/core/messages.ts'
import { FALLBACK_ORIGIN_STATUSES } from '../../src/core/statuses.ts'

t.test('the reasons that a customer reads most are worded as on the wire', async t => {
  t.equal(VERIFICATION_ERRORS.no_cname, 'custom hostname does not CNAME to this zone.')
  t.equal(VERIFICATION_ERRORS.no_address_or_token, 'None of the A or AAAA records are owned by this account and the pre-generated ownership verification token was not found.')
  t.equal(VERIFICATION_ERRORS.no_fallback_origin, 'zone does not have a fallback origin set.')
  t.equal(VERIFICATION_ERRORS.held, 'The hostname is associated with a held zone. Please contact the owner of this domain to have the hold removed.')
  t.notOk(VERIFICATION_ERRORS.already_proxied.endsWith('.'), 'this one has no final dot')
  t.equal(VALIDATION_ERRORS.caa_blocked, 'CAA records block issuance. Please remove all CAA records or add records for this authority.')
})

t.test('a fallback origin that is not active says what it is', async t => {
  for (const status of FALLBACK_ORIGIN_STATUSES) t.equal(fallbackOriginNotActive(status), `fallback origin is in a status of ${status}.`)
})

t.test('the hostname stands in every text that has a place for it', async t => {
  t.equal(validationError(VALIDATION_ERRORS.caa_error, 'app.customer.com'), 'caa_error: app.customer.com')
  t.equal(validationError('{hostname} and {hostname}', 'a.b'), 'a.b and a.b')
  t.equal(validationError(VALIDATION_ERRORS.rate_limited, 'app.customer.com'), VALIDATION_ERRORS.rate_limited)
  for (const text of Object.values(VALIDATION_ERRORS)) t.notMatch(validationError(text, 'app.customer.com'), /[{}]/)
})

t.test('no text has blanks at its ends or a second meaning', async t => {
  for (const texts of [Object.values<string>(VERIFICATION_ERRORS), Object.values<string>(VALIDATION_ERRORS)]) {
    t.equal(new Set(texts).size, texts.length)
    t.same(texts.map(text => text.trim()), texts)
  }
})
