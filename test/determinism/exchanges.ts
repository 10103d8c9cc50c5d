import type { Exchange } from './recorder.ts'

const PEM = /-----BEGIN ([A-Z ]+)-----.*?-----END \1-----/gs
const OF_UPLOADS = /"(expires_on|issued_on|fingerprint_sha256|id)":"[^"]*"/g
const UPLOADED = /\/certificates\/([0-9a-f-]{36})/g

/**
 * What an exchange has to repeat. Keys of certificates and signing requests come from the machine's own source of chance, and their
 * signatures too, so PEM texts differ, and with them ids and fingerprints of certificates that tests make and upload. One that is good
 * today is moved into the time of its zone, so its dates follow from the machine's time. Everything else is compared as it is.
 */
export function repeatable (exchanges: readonly Exchange[]): string[] {
  const uploaded = new Set(exchanges.flatMap(({ request }) => Array.from(request.matchAll(UPLOADED), ([, id]) => id ?? '')))
  return exchanges.map(({ request, head, body }) => {
    const withKeys = body.includes('-----BEGIN ')
    let text = `${request}\n${withKeys ? head.replace(/content-length: \d+/i, 'content-length') : head}${body.replace(PEM, '$1')}`
    if (body.includes('"custom_certificate"')) text = text.replace(OF_UPLOADS, '"$1"')
    let number = 0
    for (const id of uploaded) text = text.replaceAll(id, `uploaded certificate ${++number}`)
    return text
  })
}
