import { parseDuration } from '../core/instant.ts'
import { NetworkOptionError } from './network.ts'

/** Complete http and https URLs, separated by commas. Throws NetworkOptionError. */
export function readWebhookUrls (value: string): readonly string[] {
  const urls = value.split(',').map(item => item.trim()).filter(item => item !== '')
  for (const [i, text] of urls.entries()) {
    const url = URL.canParse(text) ? new URL(text) : undefined
    // Not repeated: what is wrong with it may be next to a password.
    if (url === undefined || !['http:', 'https:'].includes(url.protocol)) throw new NetworkOptionError(`must be URLs such as http://127.0.0.1:3000/webhooks; number ${i + 1} is none`)
  }
  return [...new Set(urls)]
}

/** What a header can carry. Throws NetworkOptionError, which does not repeat it. */
export function readWebhookSecret (value: string): string {
  if (!/^[\x20-\x7e]{1,1024}$/.test(value)) throw new NetworkOptionError('must be a text of printable ASCII characters, at most 1024 of them')
  return value
}

/** The waits before each further attempt, or `none`. Throws NetworkOptionError. */
export function readWebhookRetries (value: string): readonly number[] {
  if (value === 'none') return []
  const delays = value.split(',').map(item => parseDuration(item.trim()))
  const known = delays.filter(delay => delay !== undefined)
  if (known.length < delays.length || delays.length > 20) throw new NetworkOptionError(`must be none, or up to 20 durations such as 10s,1m,10m, not "${value}"`)
  return known
}

/** A duration of at most a minute. Throws NetworkOptionError. */
export function readWebhookTimeout (value: string): number {
  const timeout = parseDuration(value)
  if (timeout === undefined || timeout < 1 || timeout > 60_000) throw new NetworkOptionError(`must be a duration from 1ms to 1m such as 10s, not "${value}"`)
  return timeout
}
