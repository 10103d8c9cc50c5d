import type { JSX } from 'preact'
import type { ResultInfoWire } from '../../../../../schemas/envelope.ts'
import type { ListQuestion } from '../../api/hostnames.ts'
import { Button } from '../../parts/button.tsx'
import { SelectField } from '../../parts/field.tsx'
import { ask, PAGE_SIZES } from './question.ts'

interface PagingProps {
  readonly question: ListQuestion
  readonly page: ResultInfoWire
}

/** Where the page lies in the whole list, and the ways to others. */
export function Paging ({ question, page: { page, per_page: perPage, count, total_count: total, total_pages: pages } }: PagingProps): JSX.Element {
  const first = (page - 1) * perPage + 1
  const to = (target: number): void => { ask(question, { page: Math.min(Math.max(target, 1), Math.max(pages, 1)) }) }
  return (
    <nav class='paging' aria-label='Pages of the list'>
      <p>{count === 0 ? 'None' : `${first.toLocaleString('en')}\u2013${(first + count - 1).toLocaleString('en')}`} of {total.toLocaleString('en')}</p>
      <div class='paging-buttons'>
        <Button label='First page' disabled={page <= 1} onPress={() => { to(1) }}>«</Button>
        <Button label='Previous page' disabled={page <= 1} onPress={() => { to(page - 1) }}>‹</Button>
        <label class='paging-page'>
          <span class='hidden'>Page</span>
          <input
            type='number' min={1} max={Math.max(pages, 1)} value={page} inputMode='numeric'
            onChange={event => { to(Math.trunc(event.currentTarget.valueAsNumber) || page) }}
          />
          <span>of {Math.max(pages, 1).toLocaleString('en')}</span>
        </label>
        <Button label='Next page' disabled={page >= pages} onPress={() => { to(page + 1) }}>›</Button>
        <Button label='Last page' disabled={page >= pages} onPress={() => { to(pages) }}>»</Button>
      </div>
      <SelectField
        bare label='Hostnames on a page' value={String(question.perPage)} options={PAGE_SIZES.map(size => [String(size), `${size} a page`] as const)}
        onChange={size => { ask(question, { perPage: Number(size) }) }}
      />
    </nav>
  )
}
