import type { Refusal } from './errors.ts'

export interface PageContext {
  readonly ray: string
  /** As requested; missing when it could not be read. */
  readonly host?: string | undefined
  /** The visitor's `Accept`. */
  readonly accept?: string | undefined
}

export interface Page {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** The answer to a refused request: a page for browsers, one line for everything else. */
export function errorPage (refusal: Refusal, context: PageContext): Page {
  const html = context.accept !== undefined && /\btext\/html\b/i.test(context.accept)
  const body = Buffer.from(html ? toHtml(refusal, context) : toText(refusal))
  return {
    status: refusal.status,
    headers: {
      'content-type': html ? 'text/html; charset=UTF-8' : 'text/plain; charset=UTF-8',
      'content-length': String(body.length),
      'cache-control': 'private, max-age=0, no-store, no-cache, must-revalidate',
      ...(refusal.code === undefined ? {} : { 'cf-error-type': String(refusal.code), 'cf-error-origin': 'sandflare-edge' }),
      ...(refusal.reason === undefined ? {} : { 'x-sandflare-reason': forHeader(refusal.reason) }),
      ...edgeHeaders(context.ray)
    },
    body
  }
}

/** What every answer of the edge carries. */
export function edgeHeaders (ray: string): Readonly<Record<string, string>> {
  return { server: 'cloudflare', 'cf-ray': ray }
}

function toText ({ code, status, title }: Refusal): string {
  return code === undefined ? `${status} ${title}\n` : `error code: ${code}`
}

function toHtml ({ code, status, title, meaning, reason }: Refusal, { ray, host }: PageContext): string {
  const heading = code === undefined ? `${status} ${title}` : `Error ${code}`
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${escape(`${heading}${code === undefined ? '' : `: ${title}`}`)}</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem } small { color: #666 }</style>
</head>
<body>
<h1>${escape(heading)}</h1>
${code === undefined ? '' : `<h2>${escape(title)}</h2>\n`}<p>${escape(meaning)}</p>
${reason === undefined ? '' : `<p>${escape(reason)}</p>\n`}<p><small>Ray ID: <code>${escape(ray)}</code>${host === undefined ? '' : ` &middot; Host: <code>${escape(host)}</code>`} &middot; answered by the edge of Sandflare, a sandbox</small></p>
</body>
</html>
`
}

function escape (text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}

/** Header values are visible ASCII here, whatever a name in the reason holds. */
function forHeader (text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 500)
}
