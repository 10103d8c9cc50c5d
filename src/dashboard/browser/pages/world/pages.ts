import type { Page } from '../page.ts'
import { DnsPage } from './dns-page.tsx'
import { MailPage } from './mail-page.tsx'

/** The pages of the world around a zone: its customers, its clients, and what goes wrong. */
export const WORLD_PAGES: readonly Page[] = [
  { path: '/zones/:zone/dns', title: 'Customers\u2019 DNS', tab: 'DNS', view: DnsPage },
  { path: '/zones/:zone/mail', title: 'Mailbox', tab: 'Mail', view: MailPage }
]
