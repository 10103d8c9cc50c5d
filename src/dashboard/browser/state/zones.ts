import { computed, signal } from '@preact/signals'
import type { AdminZoneWire } from '../../../../schemas/admin/zone.ts'
import { admin } from '../api/admin.ts'
import { onEvents } from './live.ts'
import { href, replace, route } from '../router.ts'

const REMEMBERED = 'sandflare.zone'

/** The zones of the sandbox, oldest first; undefined until they are known. */
export const zones = signal<readonly AdminZoneWire[] | undefined>(undefined)

/** Why they could not be read, if they could not. */
export const zonesError = signal<unknown>(undefined)

/** The zone that the page is about: the one of the address, else the last one looked at. */
export const currentZone = computed<AdminZoneWire | undefined>(() => {
  const known = zones.value ?? []
  const wanted = route.value.params['zone'] ?? localStorage.getItem(REMEMBERED)
  return known.find(({ id }) => id === wanted) ?? (route.value.params['zone'] === undefined ? known[0] : undefined)
})

export function rememberZone (zoneId: string): void {
  localStorage.setItem(REMEMBERED, zoneId)
}

export async function loadZones (): Promise<void> {
  try {
    const known = await admin.zones.list()
    // Whoever comes without an address is led to the only zone at once.
    const [only, ...others] = known
    if (zones.value === undefined && location.hash === '' && only !== undefined && others.length === 0) replace(href('/zones/:zone', { zone: only.id }))
    zones.value = known
    zonesError.value = undefined
  } catch (error) {
    zonesError.value = error
  }
}

onEvents(events => {
  if (events.some(({ type }) => type === 'zone.created' || type === 'zone.deleted')) loadZones()
})
