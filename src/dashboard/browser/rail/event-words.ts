import type { ForecastEventWire } from '../../../../schemas/admin/event.ts'
import { moodOf } from '../parts/badge.tsx'

/** What happened, in a few words. */
export function eventWords ({ type, from, to, attempt, detail }: ForecastEventWire): string {
  const change = (none = ''): string => `${from ?? none} \u2192 ${to ?? none}`
  const check = `check ${attempt ?? ''}`
  switch (type) {
    case 'custom_hostname.created': return 'created'
    case 'custom_hostname.edited': return 'edited'
    case 'custom_hostname.deleted': return 'deleted'
    case 'custom_hostname.status_changed': return `hostname ${change()}`
    case 'custom_hostname.scenario_set': return `scenario ${change('none')}`
    case 'ssl.status_changed': return `certificate ${change()}`
    case 'custom_hostname.check_failed': return `hostname ${check} failed`
    case 'ssl.check_failed': return `certificate ${check} failed`
    case 'ssl.tokens_replaced': return `new ${detail ?? 'validation tokens'}`
    case 'ssl.renewal_due': return 'certificate renewal begins'
    case 'fallback_origin.status_changed': return `fallback origin ${change('none')}`
    case 'zone.created': return 'zone created'
    case 'zone.deleted': return 'zone deleted'
  }
}

export function moodOfEvent ({ type, to }: ForecastEventWire): string {
  if (type === 'custom_hostname.scenario_set') return 'calm'
  if (type.endsWith('check_failed')) return 'wait'
  if (type.endsWith('deleted')) return 'bad'
  return to === undefined ? 'calm' : moodOf(to)
}
