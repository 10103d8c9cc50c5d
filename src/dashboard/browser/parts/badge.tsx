import type { JSX } from 'preact'

type Mood = 'good' | 'wait' | 'bad' | 'calm'

const GOOD = new Set(['active', 'provisioned', 'test_active', 'test_active_apex', 'staging_active', 'backup_issued', 'active_redeploying', 'delivered', 'running'])
const BAD = new Set(['blocked', 'moved', 'deleted', 'expired', 'inactive', 'failed', 'test_failed', 'test_blocked', 'pending_blocked'])

/** How a status word feels: there is a colour for each mood, and the word itself says the rest. */
export function moodOf (status: string): Mood {
  if (GOOD.has(status)) return 'good'
  if (BAD.has(status) || status.endsWith('_timed_out')) return 'bad'
  if (status.startsWith('pending') || status.startsWith('initializing') || status === 'waiting' || status.endsWith('_deployment')) return 'wait'
  return 'calm'
}

/** A status, in the word of the API. */
export function Badge ({ status }: { readonly status: string }): JSX.Element {
  return <span class={`badge ${moodOf(status)}`}>{status}</span>
}
