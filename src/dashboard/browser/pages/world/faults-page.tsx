import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { FaultWire } from '../../../../../schemas/admin/fault.ts'
import { admin } from '../../api/admin.ts'
import { Button } from '../../parts/button.tsx'
import { Failure } from '../../parts/failure.tsx'
import { Heading } from '../../parts/heading.tsx'
import { PlusIcon, TrashIcon } from '../../parts/icons.tsx'
import { href } from '../../router.ts'
import { useAttempts } from '../../state/attempt.ts'
import { useLoaded } from '../../state/loaded.ts'
import { followRequests } from '../../state/requests.ts'
import type { PageProps } from '../page.ts'
import { FaultDialog } from './fault-dialog.tsx'
import type { FaultForm } from './fault-form.ts'
import { BLANK, PRESETS } from './fault-form.ts'
import { effectWords, isSpent, matchWords } from './fault-words.ts'

/** What goes wrong with the v4 API by order: what is in place, and how often it was met. */
export function FaultsPage ({ params }: PageProps): JSX.Element {
  const zoneId = params['zone'] ?? ''
  const [start, setStart] = useState<FaultForm>()
  const { value, error, reload } = useLoaded('faults', async () => await admin.faults.list())
  // Counts change with requests, and with nothing else.
  useEffect(() => followRequests(passed => { if (passed.some(({ own }) => !own)) reload() }), [reload])
  const { failure, attempt: remove } = useAttempts(reload)
  return (
    <>
      <div class='page-head'>
        <div>
          <Heading>Faults</Heading>
          <p class='lead'>Make calls of the v4 API fail, and see how your program takes it. Of several faults the first that fits is met.</p>
        </div>
        <Button kind='primary' onPress={() => { setStart(BLANK) }}><PlusIcon /> Add fault</Button>
      </div>
      <div class='presets' role='group' aria-label='Begin with'>
        <span class='hint'>Begin with</span>
        {PRESETS.map(([name, form]) => <Button key={name} onPress={() => { setStart({ ...BLANK, ...form }) }}>{name}</Button>)}
      </div>
      {[error, failure].map((problem, n) => problem === undefined ? null : <Failure key={n} error={problem} />)}
      {value === undefined
        ? error === undefined ? <p class='loading' role='status'>Loading…</p> : null
        : value.length === 0
          ? <p class='empty card'>Nothing goes wrong by order. DNS that fails is on the page <a href={href('/zones/:zone/dns', { zone: zoneId })}>DNS</a>.</p>
          : (
            <>
              <ol class='faults'>
                {value.map(fault => <FaultItem key={fault.id} zoneId={zoneId} fault={fault} onDelete={() => { remove(async () => { await admin.faults.delete(fault.id) }, 'The fault is deleted.') }} />)}
              </ol>
              <p class='more'><Button kind='quiet' onPress={async () => { await remove(async () => { await admin.faults.clear() }, 'All faults are deleted.') }}>Delete all</Button></p>
            </>
            )}
      {start === undefined ? null : <FaultDialog zoneId={zoneId} start={start} onClose={() => { setStart(undefined) }} onDone={reload} />}
    </>
  )
}

function FaultItem ({ zoneId, fault, onDelete }: { readonly zoneId: string, readonly fault: FaultWire, readonly onDelete: () => void }): JSX.Element {
  const { match: { hostname, zone_id: zone }, matched, applied, times } = fault
  const spent = isSpent(fault)
  return (
    <li class={spent ? 'card fault spent' : 'card fault'}>
      <div class='fault-words'>
        <h2><code>{matchWords(fault)}</code></h2>
        <p>{hostname === undefined ? effectWords(fault).replace(/^./, first => first.toUpperCase()) : <>For <code>{hostname}</code> {effectWords(fault)}</>}.</p>
        <p class='hint'>{zone === undefined ? 'Every zone' : zone === zoneId ? 'This zone' : <>Zone <code>{zone}</code></>}{spent ? ', used up' : ''}</p>
      </div>
      <dl class='fault-counts'>
        <div><dt>fit</dt><dd>{matched.toLocaleString('en')}</dd></div>
        <div><dt>met it</dt><dd>{applied.toLocaleString('en')}{times === undefined ? '' : <span class='of'> of {times}</span>}</dd></div>
      </dl>
      <button type='button' class='icon-button' aria-label={`Delete the fault of ${matchWords(fault)}`} title='Delete' onClick={onDelete}><TrashIcon /></button>
    </li>
  )
}
