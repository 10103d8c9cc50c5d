// Names as a text that is quick to search: `\t<parent> <count>\n<label>\n<label>\n...` for every domain that has names directly below
// it, the parent with its leading dot. A million names below a few domains take half the room that way, and what a domain's name
// tells of all of them is found once.

/** The two digits of a group's count. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_'

const LINE_BREAK = 10
const TAB = 9
/** The count's digits and the space before them. */
const COUNT_WIDTH = 3

/** SQL that makes the groups of hostnames as one text in `names` for each value of `key`; `from` says which rows. */
export function groupsOf (key: string, from: string): string {
  const digit = (number: string): string => `substr('${DIGITS}', ${number} + 1, 1)`
  return `SELECT place, group_concat(char(${TAB}) || parent || ' ' || ${digit(`n / ${DIGITS.length}`)} || ${digit(`n % ${DIGITS.length}`)} || char(${LINE_BREAK}) || labels, '') AS names FROM (
    SELECT ${key} AS place, substr(hostname, dot) AS parent, count(*) AS n, group_concat(substr(hostname, 1, dot - 1) || char(${LINE_BREAK}), '') AS labels
    FROM (SELECT *, coalesce(nullif(instr(hostname, '.'), 0), length(hostname) + 1) AS dot FROM ${from}) GROUP BY 1, 2
  ) GROUP BY place`
}

/** How many names of the text contain the term, which has three characters or more, and none that names have not. */
export function countContaining (text: string, term: string): number {
  const dot = term.indexOf('.')
  if (dot < 0) return countWithin(text, term)
  const inParents = countInParents(text, term)
  return dot === 0 ? inParents : inParents + countAcross(text, term.slice(0, dot), term.slice(dot), inParents > 0)
}

/** Of a term without a dot: it is in a label, or in the parent of all labels of a group. */
function countWithin (text: string, term: string): number {
  let count = 0
  let at = text.indexOf(term)
  while (at >= 0) {
    const end = text.indexOf('\n', at)
    const isParent = text.charAt(end - COUNT_WIDTH) === ' '
    count += isParent ? countAt(text, end) : 1
    at = text.indexOf(term, isParent ? endOfGroup(text, end) : end)
  }
  return count
}

/** Of a term with a dot: only parents have dots. */
function countInParents (text: string, term: string): number {
  let count = 0
  let at = text.indexOf(term)
  while (at >= 0) {
    const end = text.indexOf('\n', at)
    count += countAt(text, end)
    at = text.indexOf(term, endOfGroup(text, end))
  }
  return count
}

/** Labels that end with `before` where the parent, which begins with `rest`, does not have the whole term itself, as some may (`inParents`). */
function countAcross (text: string, before: string, rest: string, inParents: boolean): number {
  const ending = `${before}\n`
  let count = 0
  let next = 0
  let at = text.indexOf(ending)
  while (at >= 0) {
    if (at >= next) {
      const start = text.lastIndexOf('\t', at) + 1
      next = endOfGroup(text, at)
      if (!text.startsWith(rest, start) || (inParents && text.slice(start, text.indexOf(' ', start)).includes(before + rest))) {
        at = text.indexOf(ending, next)
        continue
      }
    }
    const end = at + before.length
    // The digits of a count may be those that are looked for.
    if (text.charAt(end - COUNT_WIDTH) !== ' ') count++
    at = text.indexOf(ending, end)
  }
  return count
}

/** The text without a name that it has. */
export function strike (text: string, hostname: string): string {
  const dot = hostname.includes('.') ? hostname.indexOf('.') : hostname.length
  const head = `\t${hostname.slice(dot)} `
  const line = `\n${hostname.slice(0, dot)}\n`
  // What came later stands in a group of its own, also below a parent that is there already.
  for (let start = text.indexOf(head); start >= 0; start = text.indexOf(head, start + 1)) {
    const end = text.indexOf('\n', start)
    const at = text.slice(end, endOfGroup(text, end)).indexOf(line)
    if (at < 0) continue
    return `${text.slice(0, end - 2)}${digitsOf(countAt(text, end) - 1)}${text.slice(end, end + at)}${text.slice(end + at + line.length - 1)}`
  }
  return text
}

/** The count of the group whose first line ends here. */
function countAt (text: string, end: number): number {
  return DIGITS.indexOf(text.charAt(end - 2)) * DIGITS.length + DIGITS.indexOf(text.charAt(end - 1))
}

function digitsOf (count: number): string {
  return DIGITS.charAt(Math.floor(count / DIGITS.length)) + DIGITS.charAt(count % DIGITS.length)
}

function endOfGroup (text: string, from: number): number {
  const next = text.indexOf('\t', from)
  return next < 0 ? text.length : next
}
