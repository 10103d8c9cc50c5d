import type { Page } from './page.ts'
import { HostnamesPage } from './zone/hostnames-page.tsx'
import { HostnamePage } from './hostname/hostname-page.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { WORLD_PAGES } from './world/pages.ts'
import { ZonesPage } from './zones/zones-page.tsx'

/** Every page, in the order of the tabs. */
export const PAGES: readonly Page[] = [
  { path: '/', title: 'Zones', view: ZonesPage },
  { path: '/zones/:zone', title: 'Custom hostnames', tab: 'Custom hostnames', view: HostnamesPage },
  { path: '/zones/:zone/hostnames/:hostname', title: 'Custom hostname', under: '/zones/:zone', view: HostnamePage },
  ...WORLD_PAGES
]

export const NOT_FOUND: Page = { path: '', title: 'Not found', view: NotFoundPage }
