import type { FastifyBaseLogger } from 'fastify'
import type { Config } from './config/config.ts'
import type { Context } from './context.ts'
import type { Certificate } from './core/certificate.ts'
import type { ReportedHostname } from './core/webhook-payload.ts'
import { issuedToWire, uploadToWire } from './custom-hostnames/certificate-wire.ts'
import type { SendParts } from './webhooks/send.ts'
import type { WebhookService } from './webhooks/service.ts'
import { createWebhookService } from './webhooks/service.ts'

export interface WebhooksParts {
  readonly config: Config
  readonly context: Context
  readonly logger: FastifyBaseLogger
  readonly isAllowed: SendParts['isAllowed']
}

export interface Webhooks extends WebhookService {
  /** Gives every account the destinations that the options name. */
  applyConfigured (): Promise<void>
}

/** The service that tells destinations what happens to certificates, from the parts of a sandbox. */
export function createWebhooks ({ config: { webhooks, trustedRoots }, context, logger, isAllowed }: WebhooksParts): Webhooks {
  const { store, random, clock, now, scheduleOf, baseDomain } = context
  const service = createWebhookService({
    store,
    clock,
    now,
    scheduleOf,
    baseDomain,
    tokens: random,
    describeCertificate: (hostname: ReportedHostname, certificate: Certificate) => certificate.upload === undefined
      ? issuedToWire({ seed: hostname.seed, hostname: hostname.hostname, certificate }, random, {})
      : uploadToWire(certificate.upload, {}),
    retryDelaysMs: webhooks.retryDelaysMs,
    sending: { isAllowed, trustedRoots, timeoutMs: webhooks.timeoutMs },
    onError: error => { logger.error(error, 'notifications could not be sent') }
  })
  const { urls, secret } = webhooks
  return {
    ...service,
    async applyConfigured () {
      const accounts = store.identities.listAccounts()
      const kept = accounts.some(({ id }) => store.alerting.listDestinations(id).some(({ configured }) => configured === true))
      if (urls.length === 0 && !kept) return
      const { applyConfiguredWebhooks } = await import('./webhooks/configured.ts')
      await applyConfiguredWebhooks({ store, tokens: random, urls, secret, now, systemNow: () => clock.now() })
    }
  }
}
