import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ListQuestion } from '../../api/hostnames.ts'
import { SelectField, TextField } from '../../parts/field.tsx'
import { Button } from '../../parts/button.tsx'
import { AUTHORITIES, HOSTNAME_STATUSES, SSL_STATUSES } from '../../words.ts'
import { ask, isFiltered } from './question.ts'

const TYPED_MS = 200

const ORDERS = [['newest', 'Newest first'], ['oldest', 'Oldest first'], ['ssl_status', 'Certificate status']] as const
const WILDCARDS = [['', 'Wildcard: any'], ['true', 'Wildcard: yes'], ['false', 'Wildcard: no']] as const

/** What the list is narrowed down to, and its order. */
export function Filters ({ question }: { readonly question: ListQuestion }): JSX.Element {
  const [text, setText] = useState(question.contain)
  const timeout = useRef<number>(undefined)
  useEffect(() => { setText(question.contain) }, [question.contain])
  const type = (typed: string): void => {
    setText(typed)
    clearTimeout(timeout.current)
    timeout.current = setTimeout(() => { ask(question, { contain: typed.trim() }) }, TYPED_MS)
  }
  const any = (label: string, words: readonly string[]): ReadonlyArray<readonly [string, string]> => [['', label], ...words.map(word => [word, word] as const)]
  return (
    <search class='filters'>
      <TextField bare label='Search hostnames' type='search' placeholder='Search hostnames' value={text} onInput={type} />
      <SelectField bare label='Hostname status' value={question.hostnameStatus} options={any('Status: any', HOSTNAME_STATUSES)} onChange={hostnameStatus => { ask(question, { hostnameStatus }) }} />
      <SelectField bare label='Certificate status' value={question.sslStatus} options={any('Certificate: any', SSL_STATUSES)} onChange={sslStatus => { ask(question, { sslStatus }) }} />
      <SelectField bare label='Certificate authority' value={question.authority} options={[['', 'Authority: any'], ...AUTHORITIES]} onChange={authority => { ask(question, { authority }) }} />
      <SelectField bare label='Wildcard' value={question.wildcard} options={WILDCARDS} onChange={wildcard => { ask(question, { wildcard }) }} />
      <SelectField bare label='Order' value={question.order} options={ORDERS} onChange={order => { ask(question, { order }) }} />
      {isFiltered(question)
        ? <Button kind='quiet' onPress={() => { ask(question, { contain: '', hostnameStatus: '', sslStatus: '', authority: '', wildcard: '' }) }}>Clear filters</Button>
        : null}
    </search>
  )
}
