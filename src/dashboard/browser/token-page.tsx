import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Heading } from './parts/heading.tsx'
import { TextField } from './parts/field.tsx'
import { giveAdminToken, tokenRefused } from './state/session.ts'
import { loadZones } from './state/zones.ts'

/** Asks for the admin token. */
export function TokenPage (): JSX.Element {
  const [token, setToken] = useState('')
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    giveAdminToken(token.trim())
    await loadZones()
  }
  return (
    <form class='card token-form' onSubmit={event => { submit(event) }}>
      <Heading>This sandbox asks for its admin token</Heading>
      <p>It was printed when the sandbox started, or given with <code>--admin-token</code>. The page keeps it until this tab is closed.</p>
      <TextField
        label='Admin token' type='password' value={token} onInput={setToken} required autofocus
        error={tokenRefused.value ? 'The sandbox refused this token.' : undefined}
      />
      <button type='submit' class='button primary'>Open the dashboard</button>
    </form>
  )
}
