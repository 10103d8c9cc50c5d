import { startReceiver } from '../webhooks/support.ts'
import type { Test } from 'tap'
import type { Provocation, Provocations, World } from './world.ts'

const UNKNOWN = 'f'.repeat(32)

/** How the entries of `alerting/v3` are met. */
export async function alertingProvocations (t: Test, { contract: { ask, sandbox: { zone } } }: World): Promise<Provocations> {
  const base = `/accounts/${zone.accountId}/alerting/v3`
  const { url, answer } = await startReceiver(t)
  const destination = (given: object): Provocation => ({ method: 'POST', path: `${base}/destinations/webhooks`, body: { name: 'certificates', url, ...given } })
  const policy = (given: object): Provocation => ({
    method: 'POST', path: `${base}/policies`, body: { name: 'certificates', enabled: true, alert_type: 'custom_ssl_certificate_event_type', mechanisms: {}, ...given }
  })
  for (let made = 0; made < 100; made++) await ask('POST', `${base}/policies`, policy({}))
  answer(() => 503)
  return {
    invalidAlertingBody: destination({ name: 7 }),
    invalidWebhookUrl: destination({ url: 'ftp://127.0.0.1/' }),
    webhookTestFailed: { ...destination({}), parameters: { reason: 'it answered with status 503' } },
    webhookNotFound: { method: 'GET', path: `${base}/destinations/webhooks/${UNKNOWN}` },
    policyNotFound: { method: 'GET', path: `${base}/policies/${UNKNOWN}` },
    alertTypeNotAvailable: policy({ alert_type: 'universal_ssl_event_type' }),
    alertingLimitReached: { ...policy({}), parameters: { limit: 100, what: 'notification policies' } },
    invalidAlertingPaging: { method: 'GET', path: `${base}/history?per_page=4`, parameters: { parameter: 'per_page', minimum: 5, maximum: 1000 } },
    invalidAlertingTime: { method: 'GET', path: `${base}/history?since=yesterday`, parameters: { parameter: 'since' } }
  }
}
