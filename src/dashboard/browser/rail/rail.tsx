import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { ChevronIcon } from '../parts/icons.tsx'
import { eventsSeen } from '../state/live.ts'
import { ClockPanel } from './clock-panel.tsx'
import { Stream } from './stream.tsx'

/** The clock, always in sight, and what happened: a column where there is room, and a bar at the bottom where there is not. */
export function Rail (): JSX.Element {
  const [open, setOpen] = useState(false)
  return (
    <aside class='rail' aria-label='Clock and events'>
      <div class='rail-inside'>
        <ClockPanel />
        <button type='button' class='rail-toggle' aria-expanded={open} aria-controls='stream' onClick={() => { setOpen(!open) }}>
          <ChevronIcon /><span>What happened ({eventsSeen.value})</span>
        </button>
        <div id='stream' class={open ? 'rail-stream open' : 'rail-stream'}><Stream /></div>
      </div>
    </aside>
  )
}
