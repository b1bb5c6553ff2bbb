/**
 * The order of versions whose words say how finished they are, as Maven has it ("Version Order Specification" of its POM reference), and with more words the
 * order of versions of which nobody knows the kind. A version is a row of parts, and rows are compared part by part; a word that says
 * that something is not finished comes before the end of a row, any other word after it, and numbers after words. Each character is looked at a few times. Pure.
 */
import { compareDigits, compareText } from '#lib/oci/compare-natural.ts'

/** Negative for what comes before the release, null for what says no more than that it is one. */
type Stages = ReadonlyMap<string, number | null>

const mavenStages: Stages = new Map([
  ['alpha', -60],
  ['beta', -50],
  ['milestone', -40],
  ['rc', -20],
  ['cr', -20],
  ['snapshot', -10],
  ['final', null],
  ['ga', null],
  ['release', null],
  ['sp', 1],
])

const plainStages: Stages = new Map([
  ...mavenStages,
  // As Debian has it: before everything.
  ['~', -90],
  ...['dev', 'devel', 'develop', 'nightly', 'canary', 'unstable', 'experimental'].map(
    (word) => [word, -70] as const,
  ),
  ...['pre', 'preview', 'prerelease', 'ea', 'next'].map((word) => [word, -30] as const),
  ['stable', null],
])

/** Letters that stand for a word where a number follows at once: `1.0b2`, `6.1.0-M1`. */
const mavenLetters = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
])

const plainLetters = new Map([...mavenLetters, ['c', 'rc']])

/** The end of a row has rank 0; what has a rank between these is a word with a meaning. */
const otherWord = 2
const numberBehindOther = 3
const numberBehindPoint = 4

interface Part {
  rank: number
  text: string
}

/** Maven's: `1.0-alpha-1`, `1.0-M1`, `1.0-RC1`, `1.0-SNAPSHOT`, `1.0`, `1.0-SP1`, `1.0-jre`, `1.0-1`, `1.0.1`. Negative when `a` is the older one. */
export function compareMavenVersions(a: string, b: string): number {
  return compareRows(toRow(a, mavenStages, mavenLetters), toRow(b, mavenStages, mavenLetters))
}

/** Of any other kind, or none: `1.0~git1`, `1.0.dev1`, `1.0a1`, `1.0.0-rc.1`, `1.0`, `1.0a`, `1.0p1`, `1.0-2`, `1.0.1`. Negative when `a` is the older one. */
export function comparePlainVersions(a: string, b: string): number {
  return compareRows(toRow(a, plainStages, plainLetters), toRow(b, plainStages, plainLetters))
}

function compareRows(a: readonly Part[], b: readonly Part[]): number {
  const length = Math.max(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const [one, other] = [a[at], b[at]]
    const ranks = (one?.rank ?? 0) - (other?.rank ?? 0)
    if (ranks !== 0) return ranks
    if (one === undefined || other === undefined) return 0
    const order =
      one.rank > otherWord ? compareDigits(one.text, other.text) : compareText(one.text, other.text)
    if (order !== 0) return order
  }
  return 0
}

function toRow(version: string, stages: Stages, letters: ReadonlyMap<string, string>): Part[] {
  const runs =
    version
      .toLowerCase()
      .replace(/^v(?=\d)/, '')
      .match(/\d+|[a-z]+|~|[^\da-z~]+/g) ?? []
  const row: Part[] = []
  for (const [at, run] of runs.entries()) {
    if (/^\d/.test(run)) {
      const isBehindPoint = row.length === 0 || runs[at - 1]?.startsWith('.') === true
      row.push({ rank: isBehindPoint ? numberBehindPoint : numberBehindOther, text: run })
    } else if (/^[a-z~]/.test(run)) {
      const word = /^\d/.test(runs[at + 1] ?? '') ? (letters.get(run) ?? run) : run
      const rank = stages.get(word)
      if (rank === undefined) row.push({ rank: otherWord, text: word })
      // Words of one rank mean the same.
      else if (rank !== null) row.push({ rank, text: '' })
    }
  }
  return dropZeros(row)
}

/** Zeros say something only before a number behind a point: `1.0` is `1`, and `1.0-rc1` is `1-rc1`. */
function dropZeros(row: readonly Part[]): Part[] {
  const kept: Part[] = []
  for (const part of row.toReversed()) {
    const isZero = part.rank > otherWord && /^0+$/.test(part.text)
    if (!isZero || kept.at(-1)?.rank === numberBehindPoint) kept.push(part)
  }
  return kept.reverse()
}
