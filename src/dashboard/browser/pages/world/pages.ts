import type { Page } from '../page.ts'
import { DnsPage } from './dns-page.tsx'
import { FaultsPage } from './faults-page.tsx'
import { MailPage } from './mail-page.tsx'
import { RequestsPage } from './requests-page.tsx'
import { ScenariosPage } from './scenarios-page.tsx'
import { WebhooksPage } from './webhooks-page.tsx'

/** The pages of the world around a zone: its customers, its clients, and what goes wrong. */
export const WORLD_PAGES: readonly Page[] = [
  { path: '/zones/:zone/dns', title: 'Customers\u2019 DNS', tab: 'DNS', view: DnsPage },
  { path: '/zones/:zone/mail', title: 'Mailbox', tab: 'Mail', view: MailPage },
  { path: '/zones/:zone/requests', title: 'Requests', tab: 'Requests', view: RequestsPage },
  { path: '/zones/:zone/faults', title: 'Faults', tab: 'Faults', view: FaultsPage },
  { path: '/zones/:zone/scenarios', title: 'Scenarios', tab: 'Scenarios', view: ScenariosPage },
  { path: '/zones/:zone/webhooks', title: 'Webhooks', tab: 'Webhooks', view: WebhooksPage }
]
