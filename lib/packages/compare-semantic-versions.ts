/**
 * The order of Semantic Versioning 2.0.0 (§11), and of those kinds of packages that have it with something of their own: NuGet, Go and
 * Dart. Each character is looked at a few times. Pure.
 */
import { compareDigits, compareText } from '#lib/oci/compare-natural.ts'
import { compareLists } from './compare-version-parts.ts'

/** Negative when `a` is the older one. */
export function compareSemanticVersions(a: string, b: string): number {
  const [one, other] = [readVersion(a), readVersion(b)]
  const order = compareLists(one.numbers, other.numbers)
  if (order !== 0) return order
  if (one.before === null || other.before === null) {
    return Number(one.before === null) - Number(other.before === null)
  }
  return compareFields(one.before, other.before)
}

/** NuGet's, for which `RC` is `rc`. */
export function compareNugetVersions(a: string, b: string): number {
  return compareSemanticVersions(a.toLowerCase(), b.toLowerCase())
}

/** Go's, of modules and of Go itself, which calls its candidates `go1.23rc2`. */
export function compareGoVersions(a: string, b: string): number {
  return compareSemanticVersions(toModuleVersion(a), toModuleVersion(b))
}

/** Dart's, for which `0.7.6+2` is after `0.7.6`. */
export function compareDartVersions(a: string, b: string): number {
  const [aBuild, bBuild] = [a, b].map((text) => text.split('+').slice(1).join('+'))
  return compareSemanticVersions(a, b) || compareFields(aBuild ?? '', bBuild ?? '')
}

function readVersion(text: string): { numbers: string[]; before: string | null } {
  const plain = (text.split('+', 1)[0] ?? '').replace(/^v/, '')
  const at = plain.indexOf('-')
  const core = at < 0 ? plain : plain.slice(0, at)
  return { numbers: core.match(/\d+/g) ?? [], before: at < 0 ? null : plain.slice(at + 1) }
}

/** Fields between points: none before some, numbers by value and before words, fewer before more. */
function compareFields(a: string, b: string): number {
  if (a === '' || b === '') return a.length - b.length
  const [left, right] = [a.split('.'), b.split('.')]
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const order = compareField(left[at] ?? '', right[at] ?? '')
    if (order !== 0) return order
  }
  return left.length - right.length
}

function compareField(a: string, b: string): number {
  const [aIsNumber, bIsNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (aIsNumber && bIsNumber) return compareDigits(a, b)
  return Number(bIsNumber) - Number(aIsNumber) || compareText(a, b)
}

function toModuleVersion(text: string): string {
  const [, go, numbers = '', word, count] =
    /^(go|v)?(\d+(?:\.\d+)*)(?:(alpha|beta|rc)(\d+))?/.exec(text) ?? []
  if (word !== undefined) return `${numbers}-${word}.${count}`
  // Who builds Go adds words behind its version, such as `go1.22.3 X:boringcrypto`.
  return go === 'go' ? numbers : text
}
