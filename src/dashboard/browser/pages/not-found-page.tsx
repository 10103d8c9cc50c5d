import type { JSX } from 'preact'
import { Heading } from '../parts/heading.tsx'
import { href } from '../router.ts'

export function NotFoundPage (): JSX.Element {
  return (
    <>
      <Heading>There is no such page</Heading>
      <p>Go back to the <a href={href('/')}>zones</a>.</p>
    </>
  )
}
