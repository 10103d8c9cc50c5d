import type { Instant } from './instant.ts'

/** The alert type of everything that happens to the certificates of custom hostnames. */
export const SAAS_ALERT_TYPE = 'custom_ssl_certificate_event_type'

export const DESTINATION_TYPES = ['datadog', 'discord', 'feishu', 'gchat', 'generic', 'opsgenie', 'slack', 'splunk'] as const

export type DestinationType = typeof DESTINATION_TYPES[number]

/** Where notifications of an account are posted. */
export interface WebhookDestination {
  readonly accountId: string
  readonly id: string
  readonly name: string
  readonly url: string
  /** Sent as it is with every message, so it is kept as it is. */
  readonly secret?: string
  readonly createdAt: Instant
  readonly lastSuccessAt?: Instant
  readonly lastFailureAt?: Instant
  /** It comes from the configuration, which has the say over it at every start. */
  readonly configured?: true
}

export interface MechanismTarget {
  readonly id: string
}

/** What an account wants to be told of, and where. */
export interface NotificationPolicy {
  readonly accountId: string
  readonly id: string
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly alertType: string
  readonly mechanisms: { readonly webhooks: readonly MechanismTarget[], readonly email: readonly MechanismTarget[], readonly pagerduty: readonly MechanismTarget[] }
  readonly filters: Readonly<Record<string, readonly string[]>>
  readonly alertInterval?: string
  readonly createdAt: Instant
  readonly modifiedAt: Instant
  readonly configured?: true
}

const HOSTS: ReadonlyArray<readonly [domain: string, type: DestinationType]> = [
  ['hooks.slack.com', 'slack'], ['discord.com', 'discord'], ['discordapp.com', 'discord'], ['chat.googleapis.com', 'gchat'], ['open.feishu.cn', 'feishu'],
  ['datadoghq.com', 'datadog'], ['datadoghq.eu', 'datadog'], ['opsgenie.com', 'opsgenie'], ['splunkcloud.com', 'splunk']
]

/** The type of a destination follows from the host of its URL. */
export function destinationType (hostname: string): DestinationType {
  return HOSTS.find(([domain]) => hostname === domain || hostname.endsWith(`.${domain}`))?.[1] ?? 'generic'
}

/** True when what happens to certificates is to be posted somewhere. */
export function asksForWebhooks ({ enabled, alertType, mechanisms }: NotificationPolicy): boolean {
  return enabled && alertType === SAAS_ALERT_TYPE && mechanisms.webhooks.length > 0
}

/** The waits before each further attempt, in the time of the zone: one attempt more than there are waits. */
export type RetryDelaysMs = readonly number[]

/** When a delivery is due again after `attempts` failed ones, the last of them at `at`; undefined: it is given up. */
export function nextAttemptAt (attempts: number, at: Instant, delaysMs: RetryDelaysMs): Instant | undefined {
  const delayMs = delaysMs[attempts - 1]
  return delayMs === undefined ? undefined : at + delayMs
}
