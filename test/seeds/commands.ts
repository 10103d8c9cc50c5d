// Commands as older and newer documentation prints them, to be pasted by people who read it. Only their blanks are put right.

const CREDENTIALS = '-H "X-Auth-Email: {email}" -H "X-Auth-Key: {key}"'
const JSON_TYPE = '-H "Content-Type: application/json"'
const API = 'https://api.cloudflare.com/client/v4'

/** `/zones/{zone_id}/custom_hostnames` as printed: every page has another placeholder for the zone. */
const COLLECTION = `${API}/zones/{zone_id}/custom_hostnames`
const ITEM = `${COLLECTION}/46f8849a-72c9-49e0-9e42-857297d89306`

/** Sets the fallback origin. The page runs the options into each other. */
export const SET_FALLBACK_ORIGIN = `curl -XPUT \\
"${API}/zones/<ZONE_ID>/custom_hostnames/fallback_origin"\\
-H "X-Auth-Email: {email}" -H "X-Auth-Key: {key}"\\
-H "Content-Type: application/json"\\
-d '{"origin":"proxy-fallback.saasprovider.com"}'`

/** The same on one line, where the backslashes of lost line ends are left over. */
export const SET_FALLBACK_ORIGIN_INLINE = `curl -XPUT"${API}/zones/<ZONE_ID>/custom_hostnames/fallback_origin"\\-H "X-Auth-Email: {email}" -H "X-Auth-Key: {key}"\\-H "Content-Type: application/json"\\-d '{"origin":"proxy-fallback.saasprovider.com"}'`

/** Orders the first certificate. */
export const FIRST_CERTIFICATE = `curl -XPOST "${API}/zones/:zone_id/custom_hostnames"\\
       ${CREDENTIALS}\\
       ${JSON_TYPE}\\
       -d '{"hostname":"app.customer.com", "ssl":{"method":"http","type":"dv"}}'`

/** Creates a hostname that is validated by the given method. */
export function createBy (method: string, hostname: string): string {
  return `curl -sXPOST "${COLLECTION}" \\
       ${CREDENTIALS} \\
       ${JSON_TYPE} \\
       -d '{"hostname":"${hostname}", "ssl":{"method":"${method}","type":"dv"}}'`
}

/** Reads the status of a hostname. */
export const READ_STATUS = `curl -sXGET "${ITEM}" \\
       ${CREDENTIALS}`

/** The same with variables of the shell in the place of placeholders. */
export const READ_STATUS_BY_VARIABLES =
  `curl -sXGET -H "X-Auth-Key: $MYAPIKEY" -H "X-Auth-Email: $MYEMAIL" ${API}/zones/$MYZONETAG/custom_hostnames/46f8849a-72c9-49e0-9e42-857297d89306`

/** Asks for a check at once, by the id. */
export function recheckItem (method: string, hostname: string): string {
  return `curl -sXPATCH "${ITEM}" \\
       ${CREDENTIALS} \\
       ${JSON_TYPE} \\
       -d '{"hostname":"${hostname}", "ssl":{"method":"${method}","type":"dv"}}'`
}

/** The same, sent to the collection: the page for tokens served by hand prints it so. */
export function recheckCollection (method: string, hostname: string): string {
  return recheckItem(method, hostname).replace(ITEM, COLLECTION)
}

/** What stands in the place of the placeholders. */
export interface Filling {
  /** Takes the place of `https://api.cloudflare.com`. */
  readonly url: string
  readonly zoneId: string
  readonly email: string
  readonly key: string
  /** Takes the place of the id that the page shows. */
  readonly customHostnameId?: string
}

/** A printed command with its blanks put right and its placeholders filled in. */
export function fillIn (command: string, { url, zoneId, email, key, customHostnameId }: Filling): string {
  const id = customHostnameId ?? '46f8849a-72c9-49e0-9e42-857297d89306'
  return command
    // A backslash that lost its line end or the blank before it would glue two arguments together.
    .replaceAll(/\\(?=-)/g, ' ').replaceAll(/(?<=["'])\\\n/g, ' \\\n').replaceAll(/-X([A-Z]+)(?=")/g, '-X$1 ')
    .replaceAll('https://api.cloudflare.com', url)
    .replaceAll(/\{zone_id\}|<ZONE_ID>|:zone_id/g, zoneId)
    .replaceAll('{email}', email).replaceAll('{key}', key)
    .replaceAll('46f8849a-72c9-49e0-9e42-857297d89306', id)
}
