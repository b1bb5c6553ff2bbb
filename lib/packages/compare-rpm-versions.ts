/** The order of RPM's versions (rpmvercmp), and of Arch Linux's (vercmp(8)), which comes from it. Each character is looked at a few times. Pure. */
import { compareDigits, compareText } from '#lib/oci/compare-natural.ts'
import { compareWithEpoch, splitLast } from './compare-version-parts.ts'

/** Epoch, version, then release; without a release before all of that version, so that it is an order. Negative when `a` is the older one. */
export function compareRpmVersions(a: string, b: string): number {
  return compareWithEpoch(a, b, (one, other) => compareWithRelease(one, other, comparePart))
}

/** As RPM's, but that a word behind a number comes before it: `1.0rc`, `1.0`, `1.0.a`, `1.0.1`. Negative when `a` is the older one. */
export function compareArchVersions(a: string, b: string): number {
  return compareWithEpoch(a, b, (one, other) => compareWithRelease(one, other, compareArchPart))
}

function compareWithRelease(a: string, b: string, compare: (a: string, b: string) => number): number {
  const [aVersion, aRelease] = splitLast(a)
  const [bVersion, bRelease] = splitLast(b)
  const order = compare(aVersion, bVersion)
  return order || Number(aRelease !== '') - Number(bRelease !== '') || compare(aRelease, bRelease)
}

/** Digits after letters, `~` before the end, `^` after it and before everything else. */
function comparePart(a: string, b: string): number {
  const [aParts, bParts] = [a.match(/\d+|[a-zA-Z]+|[~^]/g) ?? [], b.match(/\d+|[a-zA-Z]+|[~^]/g) ?? []]
  const length = Math.max(aParts.length, bParts.length)
  for (let at = 0; at < length; at++) {
    const [one, other] = [aParts[at], bParts[at]]
    if (one === other) continue
    const ranks = toRank(one) - toRank(other)
    if (ranks !== 0) return ranks
    if (one === undefined || other === undefined) return 0
    const order = /^\d/.test(one) ? compareDigits(one, other) : compareText(one, other)
    if (order !== 0) return order
  }
  return 0
}

function toRank(part: string | undefined): number {
  if (part === '~') return 0
  if (part === undefined) return 1
  if (part === '^') return 2
  return /^\d/.test(part) ? 4 : 3
}

interface ArchPart {
  /** How many characters stand before it that are neither digits nor letters. */
  gap: number
  text: string
  isNumber: boolean
}

/** Fewer characters between two parts come before more, and words before numbers; the end is behind a word that nothing divides from its number. */
function compareArchPart(a: string, b: string): number {
  const [aParts, bParts] = [toArchParts(a), toArchParts(b)]
  const length = Math.max(aParts.length, bParts.length)
  for (let at = 0; at < length; at++) {
    const [one, other] = [aParts[at], bParts[at]]
    const ranks = toArchRank(one) - toArchRank(other)
    if (ranks !== 0) return ranks
    if (one === undefined || other === undefined) return 0
    const order =
      one.gap - other.gap ||
      Number(one.isNumber) - Number(other.isNumber) ||
      (one.isNumber ? compareDigits : compareText)(one.text, other.text)
    if (order !== 0) return order
  }
  return 0
}

function toArchRank(part: ArchPart | undefined): number {
  if (part === undefined) return 1
  return part.gap === 0 && !part.isNumber ? 0 : 2
}

function toArchParts(text: string): ArchPart[] {
  const parts: ArchPart[] = []
  let gap = 0
  for (const run of text.match(/\d+|[a-zA-Z]+|[^\da-zA-Z]+/g) ?? []) {
    if (/^[^\da-zA-Z]/.test(run)) gap = run.length
    else {
      parts.push({ gap, text: run, isNumber: /^\d/.test(run) })
      gap = 0
    }
  }
  return parts
}
