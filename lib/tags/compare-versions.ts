/** The order of the versions that tags state, family by family. Precedence of pre-releases is that of Semantic Versioning 2.0.0, §11. Pure. */
import { compareDigits, compareText, compareTokens, toTokens } from '#lib/oci/compare-natural.ts'
import { developmentToken, type TagVersion } from './parse-tag-version.ts'

/**
 * The higher version first, within its family; plain versions before days and before families with a name. Zero for versions of
 * the same precedence, however they are written.
 */
export function compareVersions(a: TagVersion, b: TagVersion): number {
  return (
    Number(a.name !== '') - Number(b.name !== '') ||
    compareNames(a.name, b.name) ||
    Number(a.isDate) - Number(b.isDate) ||
    compareBaseNumbers(b, a, endsInZeros(b), endsInZeros(a)) ||
    compareTokens(toTokens(b.revision), toTokens(a.revision)) ||
    Number(isBefore(a)) - Number(isBefore(b)) ||
    comparePreReleases(b.preRelease, a.preRelease) ||
    compareSuffixes(a.suffix, b.suffix)
  )
}

/** The lower one first: numbers before words, and fewer fields before more, but that what is still in development comes before what it leads to. */
function comparePreReleases(a: readonly string[], b: readonly string[]): number {
  const length = Math.max(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const [one, other] = [a[at], b[at]]
    const ranks = toPlace(one) - toPlace(other)
    if (ranks !== 0) return ranks
    const order = one === undefined || other === undefined ? 0 : compareTokens([one], [other])
    if (order !== 0) return order
  }
  return 0
}

/** Development, the end, any other token. */
function toPlace(token: string | undefined): number {
  return token === developmentToken ? 0 : token === undefined ? 1 : 2
}

/** Words by their letters, and of the numbers in them the higher one first: `k3s2`, `k3s1`. Zero only for equal names. */
function compareNames(a: string, b: string): number {
  if (a === b) return 0
  const [one, other] = [toTokens(a), toTokens(b)]
  const shared = Math.min(one.length, other.length)
  for (let at = 0; at < shared; at++) {
    const [left = '', right = ''] = [one[at], other[at]]
    const areNumbers = /^\d/.test(left) && /^\d/.test(right)
    const order = areNumbers ? compareDigits(right, left) : compareText(left, right)
    if (order !== 0) return order
  }
  return one.length - other.length || compareText(a, b)
}

function isBefore({ preRelease }: TagVersion): boolean {
  return preRelease.length > 0
}

/** `3.14rc1` comes before 3.14.0, but `3.14.0.post1.dev1` after it: what it comes before is the correction. */
function endsInZeros(version: TagVersion): boolean {
  return isBefore(version) && version.revision === ''
}

/** Without one first, then by family, of one family the newest first: `alpine3.20`, `alpine3.19`, `slim`. */
function compareSuffixes(a: TagVersion | null, b: TagVersion | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null)
  return compareVersions(a, b)
}

/** Year, month and day. */
const dayLength = 3

/**
 * Behind its last number a release goes on without end (`7.4` is whatever is newest in 7.4) and a pre-release with
 * zeros (`3.14rc1` comes before 3.14.0).
 */
function compareBaseNumbers(
  a: TagVersion,
  b: TagVersion,
  aEndsInZeros: boolean,
  bEndsInZeros: boolean,
): number {
  const epochs = compareDigits(a.epoch, b.epoch)
  if (epochs !== 0) return epochs
  const length = Math.max(a.numbers.length, b.numbers.length) + 1
  const areDays = a.isDate && b.isDate
  for (let at = 0; at < length; at++) {
    const one = a.numbers[at] ?? (aEndsInZeros ? '0' : null)
    const other = b.numbers[at] ?? (bEndsInZeros ? '0' : null)
    if (one === other) continue
    // Null is more than any number; behind a day, where a time or a count says that it was made later, it is less.
    const isLess = areDays && at >= dayLength
    if (one === null) return isLess ? -1 : 1
    if (other === null) return isLess ? 1 : -1
    const order = compareDigits(one, other)
    if (order !== 0) return order
  }
  return 0
}
