/** What the orders of several kinds of packages have in common: epochs, releases behind a hyphen, numbers between points. Pure. */
import { compareDigits } from '#lib/oci/compare-natural.ts'

/** By the number before a colon, 0 where there is none, then by the rest. */
export function compareWithEpoch(a: string, b: string, compare: (a: string, b: string) => number): number {
  const [aEpoch, aRest] = splitEpoch(a)
  const [bEpoch, bRest] = splitEpoch(b)
  return compareDigits(aEpoch, bEpoch) || compare(aRest, bRest)
}

function splitEpoch(text: string): [epoch: string, rest: string] {
  const at = text.indexOf(':')
  const epoch = text.slice(0, at)
  return at > 0 && /^\d+$/.test(epoch) ? [epoch, text.slice(at + 1)] : ['0', text]
}

/** What stands before the last hyphen, and behind it; nothing behind it where there is none. */
export function splitLast(text: string): [before: string, behind: string] {
  const at = text.lastIndexOf('-')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** Numbers by value; what is missing counts as zero. */
export function compareLists(a: readonly string[], b: readonly string[]): number {
  const length = Math.max(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const order = compareDigits(a[at] || '0', b[at] || '0')
    if (order !== 0) return order
  }
  return 0
}
