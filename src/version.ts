import manifest from '../package.json' with { type: 'json' }

/** The version of this Sandflare. */
export const VERSION: string = manifest.version
