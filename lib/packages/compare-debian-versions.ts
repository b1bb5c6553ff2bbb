/** The order of Debian's versions (deb-version(7)). Each character is looked at a few times. Pure. */
import { compareDigits } from '#lib/oci/compare-natural.ts'
import { compareWithEpoch, splitLast } from './compare-version-parts.ts'

/** Epoch, upstream version, then the revision behind the last hyphen; without one it is like `0`. Negative when `a` is the older one. */
export function compareDebianVersions(a: string, b: string): number {
  return compareWithEpoch(a, b, compareWithoutEpoch)
}

function compareWithoutEpoch(a: string, b: string): number {
  const [aUpstream, aRevision] = splitLast(a)
  const [bUpstream, bRevision] = splitLast(b)
  return comparePart(aUpstream, bUpstream) || comparePart(aRevision, bRevision)
}

/** Runs of other characters and of digits by turns, as dpkg does: `~` before the end, letters before everything else. */
function comparePart(a: string, b: string): number {
  const [aParts, bParts] = [toRuns(a), toRuns(b)]
  const length = Math.max(aParts.length, bParts.length)
  for (let at = 0; at < length; at++) {
    const [one, other] = [aParts[at] ?? '', bParts[at] ?? '']
    const order = at % 2 === 0 ? compareOthers(one, other) : compareDigits(one || '0', other || '0')
    if (order !== 0) return order
  }
  return 0
}

/** Other characters, digits, other characters, …; the first may be empty. */
function toRuns(text: string): string[] {
  const runs = text.match(/\d+|\D+/g) ?? []
  return /^\d/.test(text) ? ['', ...runs] : runs
}

function compareOthers(a: string, b: string): number {
  const length = Math.max(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const order = toRank(a, at) - toRank(b, at)
    if (order !== 0) return order
  }
  return 0
}

function toRank(text: string, at: number): number {
  const character = text[at]
  if (character === undefined) return 0
  if (character === '~') return -1
  const code = character.charCodeAt(0)
  return /[a-zA-Z]/.test(character) ? code : code + 0x10000
}
