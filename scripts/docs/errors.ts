import { writeFile } from 'node:fs/promises'
import { ALERTING_ERRORS } from '../../src/core/errors/alerting.ts'
import { CUSTOM_CSR_ERRORS } from '../../src/core/errors/custom-csrs.ts'
import { CUSTOM_HOSTNAME_ERRORS } from '../../src/core/errors/custom-hostnames.ts'
import { DNS_RECORD_ERRORS } from '../../src/core/errors/dns-records.ts'
import type { ErrorEntry, ErrorText } from '../../src/core/errors/entry.ts'
import { CHECK, SALES } from '../../src/core/errors/entry.ts'
import { FALLBACK_ORIGIN_ERRORS } from '../../src/core/errors/fallback-origin.ts'
import { GATEWAY_ERRORS } from '../../src/core/errors/gateway.ts'
import { SSL_ERRORS } from '../../src/core/errors/ssl.ts'
import { ZONE_ERRORS } from '../../src/core/errors/zones.ts'

/** The page that this script writes. */
export const PAGE = new URL('../../docs/errors.md', import.meta.url)

const SECTIONS: ReadonlyArray<readonly [title: string, entries: Readonly<Record<string, ErrorEntry>>]> = [
  ['Gateway', GATEWAY_ERRORS],
  ['Zones', ZONE_ERRORS],
  ['DNS records', DNS_RECORD_ERRORS],
  ['Custom hostnames', CUSTOM_HOSTNAME_ERRORS],
  ['The `ssl` of a custom hostname', SSL_ERRORS],
  ['Fallback origin', FALLBACK_ORIGIN_ERRORS],
  ['Custom CSRs', CUSTOM_CSR_ERRORS],
  ['Notifications', ALERTING_ERRORS]
]

const INTRODUCTION = `# Errors

Every refusal that the API knows, by the service that raises it. The same code means different things in different services:
look at the path too. Words in braces are filled in. To shorten the tables, ⟨check⟩ stands for "${CHECK}"
and ⟨sales⟩ for "${SALES}"

An entry marked *injected* is met by no request of its own: only a [fault](faults.md) shows it. One that is *later* needs a feature that is not there
yet.
This page is written by \`npm run docs\` from the catalogue in \`src/core/errors.ts\`.
`

/** The page of all errors, made from the catalogue. */
export function errorsPage (): string {
  const sections = SECTIONS.map(([title, entries]) => {
    const rows = Object.entries(entries).map(([name, entry]) => rowOf(name, entry))
    return [`## ${title}`, '', '| HTTP | code | message | raised by | name |', '| --- | --- | --- | --- | --- |', ...rows, ''].join('\n')
  })
  return `${INTRODUCTION}\n${sections.join('\n')}`
}

function rowOf (name: string, { status, code, message, chain = [], also = [], bare, needs, documented }: ErrorEntry): string {
  const notes = [
    ...chain.map(cause => `in \`error_chain\`: ${textOf(cause)}`),
    ...also.map(item => `then ${textOf(item)}`),
    ...(bare === true ? ['without `result` and `messages`'] : [])
  ]
  const raisedBy = [cell(documented), ...(needs === undefined ? [] : [needs === 'faults' ? '*injected*' : `*later: ${needs}*`])].join('; ')
  return `| ${status} | ${code} | ${[wordsOf(message), ...notes].join('; ')} | ${raisedBy} | \`${name}\` |`
}

function textOf ({ code, message }: ErrorText): string {
  return `${code} ${wordsOf(message)}`
}

/** Words in a code span: they hold every special character there is. */
function wordsOf (message: string): string {
  const words = message.replace(CHECK, '⟨check⟩').replace(SALES, '⟨sales⟩').replaceAll('|', '\\|')
  return words.includes('`') ? `\`\` ${words} \`\`` : `\`${words}\``
}

function cell (text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('*', '\\*')
}

if (import.meta.main) await writeFile(PAGE, errorsPage())
