import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/shell.css'
import './styles/tables.css'
import './styles/pages.css'
import './styles/hostname.css'
import './styles/world.css'
import { render } from 'preact'
import { App } from './app.tsx'
import { startClock } from './state/clock.ts'
import { follow } from './state/live.ts'
import { loadZones } from './state/zones.ts'

const root = document.getElementById('app')
if (root !== null) {
  render(<App />, root)
  startClock()
  loadZones()
  follow()
}
