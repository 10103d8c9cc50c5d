import { createHash } from 'node:crypto'
import type { Standing } from './approval.ts'
import { escapeHtml } from './message.ts'

const STYLE = `
body { max-width: 36rem; margin: 3rem auto; padding: 0 1rem; font-family: sans-serif; line-height: 1.5; overflow-wrap: anywhere; color: #222; background: #fff }
h1 { font-size: 1.4rem }
label { display: block; margin: 1.5rem 0 }
button { padding: .7rem 1.2rem; border: 0; border-radius: 4px; background: #0b5cad; color: #fff; font: inherit; font-weight: bold; cursor: pointer }
button:focus-visible, input:focus-visible { outline: 3px solid #f5a623; outline-offset: 2px }
[role=alert] { color: #a4161a }
small { display: block; margin-top: 3rem; color: #555 }
`

/** Only the page's own style and its own form: no script, image, frame or other site has a part in it. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY'
} as const

/** The page that a link leads to. `unticked`: the form came without its box. */
export function standingPage (standing: Standing, { unticked = false } = {}): string {
  switch (standing.kind) {
    case 'waiting': return formPage(standing.hostname, unticked)
    case 'approved': return page('Certificate approved', `<p>The certificate for <strong>${escapeHtml(standing.hostname)}</strong> was approved. There is nothing left to do.</p>`)
    case 'replaced': return page('A newer request exists', `<p>This request for <strong>${escapeHtml(standing.hostname)}</strong> was replaced by a newer one. Use the link in the latest message.</p>`)
    case 'over': return page('Nothing to approve', `<p>The certificate for <strong>${escapeHtml(standing.hostname)}</strong> no longer waits for an approval.</p>`)
    case 'unknown': return page('Unknown link', '<p>This link stands for nothing: it is incomplete, or the hostname was deleted.</p>')
  }
}

/** What a person sees right after approving. */
export function thanksPage (hostname: string): string {
  return page('Certificate approved', `<p>Thank you. The certificate for <strong>${escapeHtml(hostname)}</strong> is approved and will be issued without further steps.</p>`)
}

/** What is wrong with a request that the form does not make. */
export function refusalPage (problem: string): string {
  return page('This did not work', `<p>${escapeHtml(problem)}</p>`)
}

function formPage (hostname: string, unticked: boolean): string {
  const name = `<strong>${escapeHtml(hostname)}</strong>`
  return page('Review a certificate', `<p>A certificate was ordered for ${name}. If you answer for its domain, you can let it be issued.</p>
${unticked ? '<p role="alert">Tick the box first: without it nothing is approved.</p>' : ''}
<form method="post" autocomplete="off">
<label><input type="checkbox" name="approve" value="yes" required> I approve that a certificate is issued for ${name}.</label>
<button type="submit">Approve Certificate</button>
</form>`)
}

function page (title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
<small>A page of a sandbox: no real certificate depends on it.</small>
</body>
</html>
`
}
