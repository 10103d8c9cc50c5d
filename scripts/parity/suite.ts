/** One call of the suite. */
export interface Step {
  /** Names the step in reports and recordings. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Names in braces stand for what is known from the start (`zone_id`) or was learned from an answer before. */
  readonly path: string
  /** Texts may have names in braces too. */
  readonly body?: unknown
  /** Credentials other than the ones given. */
  readonly credentials?: 'none' | 'malformed' | 'unknown'
  /** The name under which later steps find the id of the answer. */
  readonly learns?: string
  /** Asks again until the certificate has left `initializing`, so that the answer shows what a customer has to put in place. */
  readonly settles?: true
}

const HOSTNAMES = '/zones/{zone_id}/custom_hostnames'
const RECORDS = '/zones/{zone_id}/dns_records'
const NOBODY = '00000000-0000-4000-8000-000000000000'

/** Calls that change nothing. */
export const READING: readonly Step[] = [
  { name: 'no credentials', method: 'GET', path: HOSTNAMES, credentials: 'none' },
  { name: 'malformed credentials', method: 'GET', path: HOSTNAMES, credentials: 'malformed' },
  { name: 'unknown credentials', method: 'GET', path: HOSTNAMES, credentials: 'unknown' },
  { name: 'verify the token', method: 'GET', path: '/user/tokens/verify' },
  { name: 'read the zone', method: 'GET', path: '/zones/{zone_id}' },
  { name: 'find the zone by name', method: 'GET', path: '/zones?name={zone_name}' },
  { name: 'a malformed zone id', method: 'GET', path: '/zones/not-an-id/custom_hostnames' },
  { name: 'an unknown zone', method: 'GET', path: `/zones/${'f'.repeat(32)}/custom_hostnames` },
  { name: 'read the fallback origin', method: 'GET', path: `${HOSTNAMES}/fallback_origin` },
  { name: 'read the quota', method: 'GET', path: `${HOSTNAMES}/quota` },
  { name: 'read the uuid of delegated validation', method: 'GET', path: '/zones/{zone_id}/dcv_delegation/uuid' },
  { name: 'a page of hostnames', method: 'GET', path: `${HOSTNAMES}?per_page=5&order=ssl&direction=desc` },
  { name: 'a page too small', method: 'GET', path: `${HOSTNAMES}?per_page=4` },
  { name: 'hostnames of a name that nobody has', method: 'GET', path: `${HOSTNAMES}?hostname={hostname_prefix}nobody.{suffix}` },
  { name: 'an unknown hostname', method: 'GET', path: `${HOSTNAMES}/${NOBODY}` },
  { name: 'a malformed hostname id', method: 'GET', path: `${HOSTNAMES}/not-an-id` },
  { name: 'records of a name that nobody has', method: 'GET', path: `${RECORDS}?name={hostname_prefix}nobody.{zone_name}` },
  { name: 'an unknown record', method: 'GET', path: `${RECORDS}/${'f'.repeat(32)}` }
]

const refused = (name: string, body: unknown): Step => ({ name, method: 'POST', path: HOSTNAMES, body })
const HTTP = `${HOSTNAMES}/{http_id}`
const TXT = `${HOSTNAMES}/{txt_id}`
const RECORD = `${RECORDS}/{record_id}`

/** Calls that create, change and delete hostnames below the suffix and one DNS record; the fallback origin is left alone. */
export const WRITING: readonly Step[] = [
  { name: 'create by http', method: 'POST', path: HOSTNAMES, body: { hostname: '{hostname_prefix}http.{suffix}', ssl: { method: 'http', type: 'dv' } }, learns: 'http_id' },
  { name: 'read what was created', method: 'GET', path: HTTP },
  { name: 'create the same again', method: 'POST', path: HOSTNAMES, body: { hostname: '{hostname_prefix}http.{suffix}', ssl: { method: 'http', type: 'dv' } } },
  { name: 'create by txt, a wildcard', method: 'POST', path: HOSTNAMES, body: { hostname: '{hostname_prefix}txt.{suffix}', ssl: { method: 'txt', type: 'dv', wildcard: true, settings: { min_tls_version: '1.2' } } }, learns: 'txt_id' },
  { name: 'create without a certificate', method: 'POST', path: HOSTNAMES, body: { hostname: '{hostname_prefix}plain.{suffix}' }, learns: 'plain_id' },
  refused('create without a hostname', { ssl: { method: 'http', type: 'dv' } }),
  refused('create with a name that is none', { hostname: 'not a name', ssl: { method: 'http', type: 'dv' } }),
  refused('create with a method that is none', { hostname: '{hostname_prefix}bad.{suffix}', ssl: { method: 'pigeon', type: 'dv' } }),
  refused('create from text', 'not an object'),
  { name: 'find one by its name', method: 'GET', path: `${HOSTNAMES}?hostname={hostname_prefix}http.{suffix}` },
  { name: 'find one by its id', method: 'GET', path: `${HOSTNAMES}?id={http_id}` },
  { name: 'http, waiting for its customer', method: 'GET', path: HTTP, settles: true },
  { name: 'txt, waiting for its customer', method: 'GET', path: TXT, settles: true },
  { name: 'edit with nothing', method: 'PATCH', path: TXT, body: {} },
  { name: 'edit to another method', method: 'PATCH', path: HTTP, body: { ssl: { method: 'txt', type: 'dv' } } },
  { name: 'edit to a method that is none', method: 'PATCH', path: HTTP, body: { ssl: { method: 'pigeon', type: 'dv' } } },
  { name: 'edit a hostname that nobody has', method: 'PATCH', path: `${HOSTNAMES}/${NOBODY}`, body: {} },
  { name: 'delete one', method: 'DELETE', path: HTTP },
  { name: 'read it after its deletion', method: 'GET', path: HTTP },
  { name: 'delete the wildcard', method: 'DELETE', path: TXT },
  { name: 'delete the one without a certificate', method: 'DELETE', path: `${HOSTNAMES}/{plain_id}` },
  { name: 'delete a hostname that nobody has', method: 'DELETE', path: `${HOSTNAMES}/${NOBODY}` },
  { name: 'create a record', method: 'POST', path: RECORDS, body: { type: 'TXT', name: '{hostname_prefix}record.{zone_name}', content: '"parity"', ttl: 120 }, learns: 'record_id' },
  { name: 'create the same record again', method: 'POST', path: RECORDS, body: { type: 'TXT', name: '{hostname_prefix}record.{zone_name}', content: '"parity"', ttl: 120 } },
  { name: 'read the record', method: 'GET', path: RECORD },
  { name: 'edit the record', method: 'PATCH', path: RECORD, body: { content: '"changed"' } },
  { name: 'replace the record', method: 'PUT', path: RECORD, body: { type: 'TXT', name: '{hostname_prefix}record.{zone_name}', content: '"replaced"', ttl: 120 } },
  { name: 'find the record', method: 'GET', path: `${RECORDS}?type=TXT&name={hostname_prefix}record.{zone_name}` },
  { name: 'create a record of no type', method: 'POST', path: RECORDS, body: { type: 'NONE', name: '{hostname_prefix}record.{zone_name}', content: 'x' } },
  { name: 'delete the record', method: 'DELETE', path: RECORD },
  { name: 'read the record after its deletion', method: 'GET', path: RECORD }
]
