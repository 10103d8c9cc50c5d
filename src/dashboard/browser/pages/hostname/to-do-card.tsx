import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { CustomerRecordWire } from '../../../../../schemas/admin/dns.ts'
import type { CustomHostnameWire } from '../../../../../schemas/custom-hostname.ts'
import type { FallbackOriginWire } from '../../../../../schemas/fallback-origin.ts'
import { admin } from '../../api/admin.ts'
import { Button } from '../../parts/button.tsx'
import { CopyValue } from '../../parts/copy.tsx'
import { Failure } from '../../parts/failure.tsx'
import { CheckIcon } from '../../parts/icons.tsx'
import { say } from '../../state/announce.ts'
import { useLoaded } from '../../state/loaded.ts'
import { isActive } from '../../words.ts'
import { DoIt } from '../world/do-it.tsx'
import type { Deed, Task } from './tasks.ts'
import { tasksOf } from './tasks.ts'

interface ToDoProps {
  readonly zoneId: string
  readonly hostname: CustomHostnameWire
  readonly origin: FallbackOriginWire | undefined
}

type DnsDeed = Deed & { readonly kind: 'dns' }

/** What the customer has to do now, ready to be copied, or done here in the customer's place. */
export function ToDoCard ({ zoneId, hostname, origin }: ToDoProps): JSX.Element {
  const tasks = tasksOf(hostname, origin)
  const records = tasks.flatMap(({ deeds }) => deeds.filter(deed => deed.kind === 'dns'))
  const names = [...new Set(records.map(({ name }) => name))]
  const placed = useLoaded(names.join(' '), async () => (await Promise.all(names.map(async name => (await admin.dns.records.list({ name })).records))).flat())
  const [error, setError] = useState<unknown>()
  const put = async ({ name, type, content }: DnsDeed): Promise<void> => {
    setError(undefined)
    try {
      await admin.dns.records.create({ name, type, content })
      say(`${type} ${name} is in place.`)
      await placed.reload()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <section class='card' aria-labelledby='to-do'>
      <h2 id='to-do'>What the customer must do now</h2>
      {tasks.length === 0 ? <NothingToDo hostname={hostname} origin={origin} /> : null}
      {error === undefined ? null : <Failure error={error} />}
      <DoIt zoneId={zoneId} hostname={hostname} origin={origin} seen={(placed.value ?? []).map(({ id }) => id).join(' ')} onDone={placed.reload} />
      <ul class='tasks'>{tasks.map(task => <TaskItem key={task.purpose} task={task} placed={placed.value ?? []} put={put} />)}</ul>
    </section>
  )
}

function NothingToDo ({ hostname, origin }: Omit<ToDoProps, 'zoneId'>): JSX.Element {
  if (isActive(hostname)) return <p class='all-done'><CheckIcon /> Nothing. Visitors reach your origin under this name.</p>
  if (origin === undefined && hostname.status === 'pending') return <p class='empty'>Nothing yet: the zone has no fallback origin for the hostname to point at.</p>
  return <p class='empty'>Nothing at the moment.</p>
}

interface TaskProps {
  readonly task: Task
  readonly placed: readonly CustomerRecordWire[]
  readonly put: (deed: DnsDeed) => Promise<void>
}

function TaskItem ({ task: { purpose, note, deeds, optional }, placed, put }: TaskProps): JSX.Element {
  return (
    <li class={optional === true ? 'task optional' : 'task'}>
      <h3>{purpose}</h3>
      {note === undefined ? null : <p class='hint'>{note}</p>}
      {deeds.map(deed => <DeedItem key={JSON.stringify(deed)} deed={deed} placed={placed} put={put} />)}
    </li>
  )
}

function DeedItem ({ deed, placed, put }: { readonly deed: Deed } & Pick<TaskProps, 'placed' | 'put'>): JSX.Element {
  switch (deed.kind) {
    case 'dns': return (
      <dl class='deed'>
        <div><dt>Type</dt><dd><code class='record-type'>{deed.type}</code></dd></div>
        <div><dt>Name</dt><dd><CopyValue text={deed.name} what={`name of the ${deed.type} record`} /></dd></div>
        <div><dt>Value</dt><dd><CopyValue text={deed.content} what={`value of the ${deed.type} record`} /></dd></div>
        <div class='deed-action'><dt class='hidden'>In place</dt><dd><PutInPlace deed={deed} placed={placed} put={put} /></dd></div>
      </dl>
    )
    case 'file': return (
      <dl class='deed'>
        <div><dt>URL</dt><dd><CopyValue text={deed.url} what='URL of the file' /></dd></div>
        <div><dt>Content</dt><dd><CopyValue text={deed.body} what='content of the file' /></dd></div>
      </dl>
    )
    case 'mail': return (
      <dl class='deed'>
        <div><dt>Approve the message to</dt><dd>{deed.addresses.map(address => <CopyValue key={address} text={address} what='address' />)}</dd></div>
      </dl>
    )
  }
}

function PutInPlace ({ deed, placed, put }: { readonly deed: DnsDeed } & Pick<TaskProps, 'placed' | 'put'>): JSX.Element {
  const done = placed.some(({ name, type, content }) => name === deed.name && type === deed.type && content === deed.content)
  if (done) return <span class='in-place'><CheckIcon /> In the customer&rsquo;s DNS</span>
  return <Button label={`Do it for me: ${deed.type} ${deed.name}`} onPress={async () => { await put(deed) }}>Do it for me</Button>
}
