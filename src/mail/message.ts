/** Who writes, as the service does. */
export const SENDER = 'support@certvalidate.cloudflare.com'

export interface MessageParts {
  readonly hostname: string
  readonly to: string
  /** Where the page of approval is. */
  readonly link: string
}

/** A message in words. */
export interface Message {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** The message that asks for an approval: the same in text and in HTML, readable without styles, images or scripts. */
export function composeMessage ({ hostname, to, link }: MessageParts): Message {
  const asked = `Somebody has ordered a certificate for ${hostname}. It is made when a person who answers for the domain agrees.`
  const whom = `You receive this because ${to} is one of the addresses that can agree; one of you is enough.`
  const ignore = 'If you know nothing about it, do nothing: without an approval no certificate is made.'
  const sandbox = 'Written by a sandbox: nothing outside of it depends on your answer.'
  return {
    from: SENDER,
    to,
    subject: `Please review the certificate for ${hostname}`,
    text: [asked, whom, `Review Certificate Request:\n${link}`, ignore, `--\n${sandbox}`, ''].join('\n\n'),
    html: htmlOf({ title: `Certificate for ${hostname}`, paragraphs: [asked, whom], link, rest: [ignore, sandbox] })
  }
}

interface HtmlParts {
  readonly title: string
  readonly paragraphs: readonly string[]
  readonly link: string
  readonly rest: readonly string[]
}

const BUTTON = 'display:inline-block;padding:12px 20px;border-radius:4px;background:#0b5cad;color:#fff;text-decoration:none;font-weight:bold'

function htmlOf ({ title, paragraphs, link, rest }: HtmlParts): string {
  const inParagraphs = (texts: readonly string[]): string => texts.map(text => `<p>${escapeHtml(text)}</p>`).join('\n')
  const href = escapeHtml(link)
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body style="max-width:36em;margin:2em auto;padding:0 1em;font-family:sans-serif;line-height:1.5;overflow-wrap:anywhere;color:#222">
<h1 style="font-size:1.3em">${escapeHtml(title)}</h1>
${inParagraphs(paragraphs)}
<p><a href="${href}" style="${BUTTON}">Review Certificate Request</a></p>
<p>Or open this link: <a href="${href}">${href}</a></p>
${inParagraphs(rest)}
</body>
</html>
`
}

/** Text as it stands in HTML, in elements and in quoted attributes alike. */
export function escapeHtml (text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
