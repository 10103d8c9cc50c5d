import type { ComponentChildren, JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

let opened = false

/** The heading of a page. It takes the focus when the page opens, so that a screen reader says where it is; not at the very first one. */
export function Heading ({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    if (opened) heading.current?.focus({ preventScroll: true })
    opened = true
  }, [])
  return <h1 ref={heading} tabIndex={-1}>{children}</h1>
}
