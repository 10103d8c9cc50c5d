import { CHECK, SALES } from './entry.ts'
import type { ErrorEntry } from './entry.ts'

const SSL_ATTRIBUTE = 'The SSL attribute is invalid. Please refer to the API documentation, check your input and try again.'

/** Refusals of the `ssl` object of a custom hostname: settings, validation, authority, uploaded certificates. */
export const SSL_ERRORS = {
  invalidHttp2: {
    status: 400,
    code: 1422,
    message: `Invalid \`http2\` setting. Only 'on' or 'off' is accepted. ${CHECK}`,
    documented: 'ssl.settings.http2 with another value'
  },
  invalidTls12Only: {
    status: 400,
    code: 1423,
    message: `Invalid \`tls_1_2_only\` setting. Only 'on' or 'off' is accepted. ${CHECK}`,
    documented: 'ssl.settings.tls_1_2_only with another value'
  },
  invalidTls13: {
    status: 400,
    code: 1424,
    message: `Invalid \`tls_1_3\` setting. Only 'on' or 'off' is accepted. ${CHECK}`,
    documented: 'ssl.settings.tls_1_3 with another value'
  },
  invalidMinTlsVersion: {
    status: 400,
    code: 1425,
    message: `Invalid \`min_tls_version\` setting. Only '1.0','1.1','1.2' or '1.3' is accepted. ${CHECK}`,
    documented: 'ssl.settings.min_tls_version with another value'
  },
  invalidCiphers: {
    status: 400,
    code: 1442,
    message: `Invalid \`ciphers\` setting. Refer to the documentation for the list of accepted cipher suites. ${CHECK}`,
    documented: 'ssl.settings.ciphers with an unknown cipher suite'
  },
  ciphersWithTls13: {
    status: 400,
    code: 1443,
    message: `Cipher suite selection is not supported for a minimum TLS version of 1.3. ${CHECK}`,
    documented: 'ssl.settings.ciphers beside a minimum version of 1.3'
  },
  invalidValidationMethod: {
    status: 400,
    code: 1432,
    message: `The validation method is not supported. Only \`http\`, \`email\`, or \`txt\` are accepted. ${CHECK}`,
    documented: 'ssl.method with another value; cname too, in strict zones'
  },
  invalidValidationType: {
    status: 400,
    code: 1433,
    message: `The validation type is not supported. Only 'dv' is accepted. ${CHECK}`,
    documented: 'ssl.type with another value'
  },
  validationTypeAndMethodRequired: {
    status: 400,
    code: 1440,
    message: `Both validation type and validation method are required. ${CHECK}`,
    documented: 'an ssl object with only one of type and method'
  },
  sslAttributeInvalid: {
    status: 400,
    code: 1434,
    message: SSL_ATTRIBUTE,
    documented: 'an impossible ssl object, such as another authority without type and method'
  },
  wildcardRequiresTxt: {
    status: 400,
    code: 1434,
    message: SSL_ATTRIBUTE,
    documented: "a wildcard certificate with the http method; that it is this code is the sandbox's choice"
  },
  managedWildcardHostname: {
    status: 400,
    code: 1448,
    message: 'Custom hostnames with wildcards are not supported for certificates managed by Cloudflare. Review your input and try again.',
    documented: 'a hostname that begins with an asterisk, with a managed certificate'
  },
  invalidBundleMethod: {
    status: 400,
    code: 1449,
    message: 'The request input `bundle_method` must be one of: ubiquitous, optimal, force.',
    documented: 'ssl.bundle_method with another value'
  },
  certificateAuthorityNotGranted: {
    status: 400,
    code: 1459,
    message: "Certificate Authority selection is only available on an Enterprise plan.  If you're interested in the Enterprise plan,  please fill out this form and someone from our sales team will contact you: https://www.cloudflare.com/plans/enterprise/contact/",
    documented: 'ssl.certificate_authority on a zone that may not choose; the double blanks are as received'
  },
  brandingRequired: {
    status: 400,
    code: 1469,
    message: `Since no host is 64 characters or fewer, Cloudflare Branding is required. ${CHECK}`,
    documented: "a hostname over 64 characters without ssl.cloudflare_branding; the status is the sandbox's choice"
  },
  customCertificateNotGranted: {
    status: 403,
    code: 1414,
    message: `Access to custom certificates has not been granted for this zone. ${SALES}`,
    documented: "an uploaded certificate on a zone without the entitlement; code and words are the sandbox's choice"
  },
  certificateUnparsable: {
    status: 400,
    code: 1426,
    message: `The certificate that you uploaded cannot be parsed. ${CHECK}`,
    documented: 'ssl.custom_certificate that is no certificate'
  },
  certificateEmpty: {
    status: 400,
    code: 1427,
    message: `The certificate that you uploaded is empty. ${CHECK}`,
    documented: 'ssl.custom_certificate without content'
  },
  privateKeyUnparsable: {
    status: 400,
    code: 1428,
    message: `The private key you uploaded cannot be parsed. ${CHECK}`,
    documented: 'ssl.custom_key that is no private key'
  },
  privateKeyMismatch: {
    status: 400,
    code: 1429,
    message: `The private key you uploaded does not match the certificate. ${CHECK}`,
    documented: 'ssl.custom_key of another certificate'
  },
  invalidCustomCsrId: {
    status: 400,
    code: 1430,
    message: `The custom CSR ID is invalid. ${CHECK}`,
    documented: 'ssl.custom_csr_id that is not a UUID'
  },
  customCsrNotFound: {
    status: 404,
    code: 1431,
    message: 'The custom CSR was not found.',
    documented: 'ssl.custom_csr_id with nothing behind it'
  },
  certificateNotTrusted: {
    status: 400,
    code: 1441,
    message: `The certificate that you uploaded is having trouble bundling against the public trust store. ${CHECK}`,
    documented: 'an uploaded certificate whose chain ends at no public root, with the bundle methods ubiquitous and optimal'
  },
  certificateMultipleLeaves: {
    status: 400,
    code: 1444,
    message: `The certificate chain that you uploaded has multiple leaf certificates. ${CHECK}`,
    documented: 'an uploaded chain with two leaves'
  },
  certificateWithoutLeaf: {
    status: 400,
    code: 1445,
    message: `The certificate chain that you uploaded has no leaf certificates. ${CHECK}`,
    documented: 'an uploaded chain of authorities only'
  },
  certificateWithoutHostname: {
    status: 400,
    code: 1446,
    message: 'The certificate that you uploaded does not include the custom hostname - `{hostname}`. Review your input and try again.',
    documented: 'an uploaded certificate for other names'
  },
  certificateSignatureNotSupported: {
    status: 400,
    code: 1447,
    message: 'The certificate that you uploaded does not use a supported signature algorithm. Only SHA-256/ECDSA, SHA-256/RSA, and SHA-1/RSA signature algorithms are supported. Review your input and try again.',
    documented: 'an uploaded certificate with another signature algorithm'
  },
  certificatePackNotFound: {
    status: 404,
    code: 1436,
    message: 'The certificate pack was not found.',
    documented: "certificate_pack with another id than ssl.id; code and words are the sandbox's choice"
  },
  packCertificateNotFound: {
    status: 404,
    code: 1436,
    message: 'The certificate was not found.',
    documented: "certificate_pack with a certificate that the pack does not have; code and words are the sandbox's choice"
  },
  certificatePackNotBundled: {
    status: 400,
    code: 1434,
    message: `Only the certificates of a bundle that you uploaded can be replaced or deleted one by one. ${CHECK}`,
    documented: "certificate_pack of a managed certificate, or the replacement in a pack of one; code and words are the sandbox's choice"
  },
  certificateKeyTypeMismatch: {
    status: 400,
    code: 1434,
    message: `The certificate that you uploaded does not have the key type of the one that it replaces. ${CHECK}`,
    documented: "certificate_pack, an RSA certificate in place of an ECDSA one or the other way round; code and words are the sandbox's choice"
  },
  lastPackCertificate: {
    status: 400,
    code: 1434,
    message: `The last certificate of a pack cannot be deleted. ${CHECK}`,
    documented: "certificate_pack, the deletion of the only certificate; code and words are the sandbox's choice"
  }
} as const satisfies Record<string, ErrorEntry>
