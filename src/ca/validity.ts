/** Milliseconds since the epoch. */
export type Instant = number

export interface Validity { readonly notBefore: Instant, readonly notAfter: Instant }

export interface Clocks { readonly zoneNow: Instant, readonly systemNow: Instant }

type Verdict = 'not yet valid' | 'valid' | 'expired'

/**
 * The dates to write into a certificate. TLS clients judge it by the machine's time, while its zone may live years away.
 * When both times come to the same verdict (not yet valid, valid, expired), the zone's dates are written as they are.
 * Otherwise they are moved by the distance between the two clocks, which keeps the length and makes the certificate exactly
 * as old on the machine as it is in its zone: valid there is valid here, and expired there is expired here.
 */
export function toMachineValidity (dates: Validity, { zoneNow, systemNow }: Clocks): Validity {
  const validity = toCertificateSeconds(dates)
  if (judge(validity, zoneNow) === judge(validity, systemNow)) return validity
  const distance = zoneNow - systemNow
  return toCertificateSeconds({ notBefore: validity.notBefore - distance, notAfter: validity.notAfter - distance })
}

/** Cuts dates to whole seconds, which is all that X.509 can say. */
export function toCertificateSeconds ({ notBefore, notAfter }: Validity): Validity {
  return { notBefore: Math.floor(notBefore / 1000) * 1000, notAfter: Math.floor(notAfter / 1000) * 1000 }
}

/** Whether a certificate with these dates is valid at an instant; both ends count, as RFC 5280 4.1.2.5 has it. */
export function isValidAt (dates: Validity, now: Instant): boolean {
  return judge(dates, now) === 'valid'
}

function judge ({ notBefore, notAfter }: Validity, now: Instant): Verdict {
  if (now < notBefore) return 'not yet valid'
  return now < notAfter + 1000 ? 'valid' : 'expired'
}
