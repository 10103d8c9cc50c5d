import { createHash } from 'node:crypto'
import type { Exchange } from './recorder.ts'

const PEM = /-----BEGIN ([A-Z ]+)-----(.*?)-----END \1-----/gs
const OF_UPLOADS = /"(expires_on|issued_on|fingerprint_sha256|id)":"[^"]*"/g
const UPLOADED = /\/certificates\/([0-9a-f-]{36})/g
const FINGERPRINT = /"fingerprint_sha256":"([^"]*)"/g
/** A request on no zone happens in the time of the machine, and so does its receipt. */
const AT_OF_NO_ZONE = /"at":("[^"]*"),"received_at":\1/g
/** When requests came in and how long they and deliveries took, by the machine. */
const TIMES_OF_MACHINE = /"(?:(received_at)":"[^"]*"|(duration_ms)":[\d.e-]+|(machine)":\{[^{}]*\})/g
/** Where sandboxes and receivers of webhooks listen: the system gives them free ports. */
const LOCAL_PORT = /\b127\.0\.0\.1:\d+/g

/**
 * What an exchange has to repeat. Keys of certificates and signing requests come from the machine's own source of chance, and their
 * signatures too, so PEM texts differ, and with them fingerprints of certificates that were read as PEM, and ids and fingerprints of
 * those that tests make and upload. One that is good today is moved into the time of its zone, so its dates follow from the machine's
 * time. Local ports are the machine's own, and so are the times at which and for how long it worked on requests and deliveries.
 * Everything else is compared as it is.
 */
export function repeatable (exchanges: readonly Exchange[]): string[] {
  const uploaded = new Set(exchanges.flatMap(({ request }) => Array.from(request.matchAll(UPLOADED), ([, id]) => id ?? '')))
  const fingerprints = new Set(exchanges.flatMap(({ body }) => Array.from(body.matchAll(PEM), ([, , base64]) => fingerprintOf(base64 ?? ''))))
  return exchanges.map(({ request, head, body }) => {
    const fixed = body.replace(PEM, '$1').replace(AT_OF_NO_ZONE, '"at","received_at"').replace(TIMES_OF_MACHINE, '"$1$2$3"').replace(LOCAL_PORT, '127.0.0.1')
    let text = `${request}\n${fixed === body ? head : head.replace(/content-length: \d+/i, 'content-length')}${fixed}`
    if (body.includes('"custom_certificate"')) text = text.replace(OF_UPLOADS, '"$1"')
    text = text.replace(FINGERPRINT, (member, fingerprint: string) => fingerprints.has(fingerprint) ? '"fingerprint_sha256"' : member)
    let number = 0
    for (const id of uploaded) text = text.replaceAll(id, `uploaded certificate ${++number}`)
    return text
  })
}

function fingerprintOf (base64: string): string {
  return createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex')
}
