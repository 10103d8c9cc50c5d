import type { Provocation, Provocations, World } from './world.ts'

/** How the entries about the `ssl` of a custom hostname are met. */
export function sslProvocations ({ zones: { plain, strict, free }, hostnameId }: World): Provocations {
  const collection = (zone: string): string => `/zones/${zone}/custom_hostnames`
  const post = (ssl: unknown, zone = plain, hostname = 'a.customer.com'): Provocation => ({ method: 'POST', path: collection(zone), body: { hostname, ssl } })
  const managed = { method: 'http', type: 'dv' }
  const settings = (given: object): Provocation => post({ ...managed, settings: given })
  return {
    invalidHttp2: settings({ http2: true }),
    invalidTls12Only: settings({ tls_1_2_only: 'yes' }),
    invalidTls13: settings({ tls_1_3: 'zrt' }),
    invalidMinTlsVersion: settings({ min_tls_version: '1.4' }),
    invalidCiphers: settings({ ciphers: ['RC4-MD5'] }),
    ciphersWithTls13: settings({ ciphers: ['AES128-SHA'], min_tls_version: '1.3' }),
    invalidValidationMethod: post({ method: 'cname', type: 'dv' }, strict),
    invalidValidationType: post({ method: 'http', type: 'ov' }),
    validationTypeAndMethodRequired: post({ method: 'http' }),
    sslAttributeInvalid: { method: 'PATCH', path: `${collection(plain)}/${hostnameId}`, body: { ssl: { certificate_authority: 'ssl_com' } } },
    wildcardRequiresTxt: post({ ...managed, wildcard: true }),
    managedWildcardHostname: post({ method: 'txt', type: 'dv' }, plain, '*.customer.com'),
    invalidBundleMethod: post({ ...managed, bundle_method: 'best' }),
    certificateAuthorityNotGranted: post({ ...managed, certificate_authority: 'google' }, free),
    brandingRequired: post(managed, plain, `${'a'.repeat(60)}.customer.com`)
  }
}
