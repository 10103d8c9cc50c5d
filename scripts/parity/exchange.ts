/** JSON of which nothing is left but its shape: see `redact.ts`. */
export type Shape = null | boolean | number | string | readonly Shape[] | { readonly [key: string]: Shape }

/** One call and its answer, as they are recorded. */
export interface Exchange {
  /** Name of the step, which is how two recordings are held against each other. */
  readonly step: string
  readonly method: string
  /** A template such as `/zones/{zone_id}/custom_hostnames`: the ids themselves are not recorded. */
  readonly path: string
  readonly request?: Shape
  readonly status: number
  /** Headers worth comparing, by name in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Shape
}

/** What `--record` writes and `--compare` reads. */
export interface Recording {
  readonly format: typeof FORMAT
  readonly exchanges: readonly Exchange[]
}

export const FORMAT = 'sandflare-parity-1'

/** Reads the text of a recording. Throws with a line that says what is wrong. */
export function parseRecording (text: string, name: string): Recording {
  let recording: unknown
  try {
    recording = JSON.parse(text)
  } catch {
    throw new Error(`${name} is not JSON`)
  }
  if (isRecording(recording)) return recording
  throw new Error(`${name} is not a recording of this program: it needs "format": ${JSON.stringify(FORMAT)} and a list of "exchanges"`)
}

function isRecording (value: unknown): value is Recording {
  if (typeof value !== 'object' || value === null || !('format' in value && 'exchanges' in value)) return false
  return value.format === FORMAT && Array.isArray(value.exchanges) && value.exchanges.every(isExchange)
}

function isExchange (value: unknown): value is Exchange {
  if (typeof value !== 'object' || value === null || !('step' in value && 'status' in value && 'headers' in value && 'body' in value)) return false
  return typeof value.step === 'string' && typeof value.status === 'number' && typeof value.headers === 'object' && value.headers !== null
}
