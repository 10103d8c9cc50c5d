/** What a path pattern may be: enough for any path, and little enough to stay cheap to match. */
export const PATTERN_RULES = { longest: 500, mostStars: 5 } as const

/** Where the v4 API lies; patterns may leave it out. */
export const API_PREFIX = '/client/v4'

/** Tells whether a path, without its query, is one that a pattern stands for. */
export type PathMatcher = (path: string) => boolean

/**
 * A matcher for a pattern: `*` stands for any run of characters, slashes too, and `:name` for one segment. A pattern is matched against the
 * whole path and against what follows `/client/v4`. Undefined when the pattern is none: it does not begin with `/` or `*`, or is too long.
 */
export function compilePath (pattern: string): PathMatcher | undefined {
  const pieces = pattern.split('*')
  if (!/^[/*]/.test(pattern) || pattern.length > PATTERN_RULES.longest || pieces.length - 1 > PATTERN_RULES.mostStars) return undefined
  const matches = matcherOf(pieces)
  return path => matches(path) || (path.startsWith(`${API_PREFIX}/`) && matches(path.slice(API_PREFIX.length)))
}

/** Piece by piece, each at its first place: trying further ones could only help where a piece is found in several, and then a star takes what lies between. */
function matcherOf (pieces: readonly string[]): PathMatcher {
  const [first = '', ...others] = pieces
  const last = others.pop()
  const beginning = new RegExp(`^${sourceOf(first)}${last === undefined ? '$' : ''}`)
  const middle = others.map(piece => new RegExp(sourceOf(piece), 'g'))
  const end = new RegExp(`${sourceOf(last ?? '')}$`)
  return path => {
    const head = beginning.exec(path)
    if (head === null) return false
    let from = head[0].length
    for (const piece of middle) {
      piece.lastIndex = from
      if (!piece.test(path)) return false
      from = piece.lastIndex
    }
    return last === undefined || end.test(path.slice(from))
  }
}

function sourceOf (piece: string): string {
  return piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/(?<=\/):[A-Za-z_][A-Za-z0-9_]*/g, '[^/]+')
}
