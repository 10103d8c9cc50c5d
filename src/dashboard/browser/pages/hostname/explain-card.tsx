import type { ComponentChildren, JSX } from 'preact'
import type { ExplainWire, HostnameAxisWire, SslAxisWire } from '../../../../../schemas/admin/explain.ts'
import { Badge } from '../../parts/badge.tsx'
import { Moment } from '../../parts/moment.tsx'

/** Why the hostname stands where it stands, in words. */
export function ExplainCard ({ explained: { status, ssl_status: ssl, blocked_by: blocked, to_do: toDo } }: { readonly explained: ExplainWire }): JSX.Element {
  return (
    <section class='card' aria-labelledby='explain'>
      <h2 id='explain'>Why it stands where it stands</h2>
      <div class='axes'>
        <Axis name='Hostname' axis={status} />
        {ssl === null ? null : <Axis name='Certificate' axis={ssl} />}
      </div>
      <Sentences title='What blocks it' lines={blocked} />
      <Sentences title='What can be done' lines={toDo} />
    </section>
  )
}

function Axis ({ name, axis: { value, since, attempt, attempts_allowed: allowed, next_check_at: next, next_step: step, errors } }: { readonly name: string, readonly axis: HostnameAxisWire | SslAxisWire }): JSX.Element {
  return (
    <div class='axis'>
      <h3>{name} <Badge status={value} /></h3>
      <dl class='facts'>
        <Fact term='Since'><Moment at={since} /></Fact>
        {allowed === 0 ? null : <Fact term='Checks'>{attempt} of {allowed}</Fact>}
        <Fact term='Next'>{next === null ? 'rests' : <Moment at={next} />}</Fact>
      </dl>
      <p>{step}</p>
      {errors.map(text => <p key={text} class='row-fault'>{text}</p>)}
    </div>
  )
}

function Fact ({ term, children }: { readonly term: string, readonly children: ComponentChildren }): JSX.Element {
  return <div><dt>{term}</dt><dd>{children}</dd></div>
}

function Sentences ({ title, lines }: { readonly title: string, readonly lines: readonly string[] }): JSX.Element | null {
  if (lines.length === 0) return null
  return <><h3>{title}</h3><ul class='sentences'>{lines.map(line => <li key={line}>{line}</li>)}</ul></>
}
