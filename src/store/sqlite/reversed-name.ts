/** Reversed names from `from` up to but without `to`. */
export interface Range {
  readonly from: string
  readonly to: string
}

/** A name back to front: the names below `customer.com` are those whose reversed form begins with `moc.remotsuc.`. */
export function reversedName (name: string): string {
  return [...name].reverse().join('')
}

/** The range of reversed names that lie below a name. */
export function rangeBelow (name: string): Range {
  const reversed = reversedName(name)
  // '/' follows '.' in ASCII.
  return { from: `${reversed}.`, to: `${reversed}/` }
}
