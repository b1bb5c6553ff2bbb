/**
 * The order of versions as each kind of package has it: Debian's (deb-version(7)), RPM's (rpmvercmp), Alpine's (apk), Semantic
 * Versioning 2.0.0, and Python's (PEP 440, without what only its index needs). Others are compared as Debian's upstream versions are,
 * which orders numbers by value. Each character is looked at a few times. Pure.
 */
import { compareDigits, compareText } from '#lib/oci/compare-natural.ts'

/** A longer one is cut. */
const maxLength = 200

/** Negative when `a` is the older one. @param type of the package, as in its package URL */
export function comparePackageVersions(type: string | null, a: string, b: string): number {
  const [one, other] = [a.slice(0, maxLength).trim(), b.slice(0, maxLength).trim()]
  switch (type) {
    case 'deb':
      return compareWithEpoch(one, other, compareDebian)
    case 'rpm':
      return compareWithEpoch(one, other, compareRpm)
    case 'apk':
      return compareAlpine(one, other)
    case 'pypi':
      return comparePython(one, other)
    case 'npm':
    case 'golang':
    case 'cargo':
    case 'nuget':
    case 'composer':
    case 'pub':
    case 'hex':
    case 'swift':
      return compareSemver(one, other)
    default:
      return compareDebianPart(one.replace(/^v(?=\d)/, ''), other.replace(/^v(?=\d)/, ''))
  }
}

function compareWithEpoch(a: string, b: string, compare: (a: string, b: string) => number): number {
  const [aEpoch, aRest] = splitEpoch(a)
  const [bEpoch, bRest] = splitEpoch(b)
  return compareDigits(aEpoch, bEpoch) || compare(aRest, bRest)
}

function splitEpoch(text: string): [epoch: string, rest: string] {
  const at = text.indexOf(':')
  const epoch = text.slice(0, at)
  return at > 0 && /^\d+$/.test(epoch) ? [epoch, text.slice(at + 1)] : ['0', text]
}

/** Upstream version, then the revision behind the last hyphen; without one it is like `0`. */
function compareDebian(a: string, b: string): number {
  const [aUpstream, aRevision] = splitLast(a)
  const [bUpstream, bRevision] = splitLast(b)
  return compareDebianPart(aUpstream, bUpstream) || compareDebianPart(aRevision, bRevision)
}

function splitLast(text: string): [string, string] {
  const at = text.lastIndexOf('-')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** Runs of other characters and of digits by turns, as dpkg does: `~` before the end, letters before everything else. */
function compareDebianPart(a: string, b: string): number {
  const [aParts, bParts] = [toRuns(a), toRuns(b)]
  const length = Math.max(aParts.length, bParts.length)
  for (let at = 0; at < length; at++) {
    const [one, other] = [aParts[at] ?? '', bParts[at] ?? '']
    const order = at % 2 === 0 ? compareDebianText(one, other) : compareDigits(one || '0', other || '0')
    if (order !== 0) return order
  }
  return 0
}

/** Other characters, digits, other characters, …; the first may be empty. */
function toRuns(text: string): string[] {
  const runs = text.match(/\d+|\D+/g) ?? []
  return /^\d/.test(text) ? ['', ...runs] : runs
}

function compareDebianText(a: string, b: string): number {
  const length = Math.max(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const order = toDebianRank(a, at) - toDebianRank(b, at)
    if (order !== 0) return order
  }
  return 0
}

function toDebianRank(text: string, at: number): number {
  const character = text[at]
  if (character === undefined) return 0
  if (character === '~') return -1
  const code = character.charCodeAt(0)
  return /[a-zA-Z]/.test(character) ? code : code + 0x10000
}

/** Version, then release; a release is only compared where both have one. */
function compareRpm(a: string, b: string): number {
  const [aVersion, aRelease] = splitLast(a)
  const [bVersion, bRelease] = splitLast(b)
  const order = compareRpmPart(aVersion, bVersion)
  return order !== 0 || aRelease === '' || bRelease === '' ? order : compareRpmPart(aRelease, bRelease)
}

/** Digits after letters, `~` before the end, `^` after it and before everything else. */
function compareRpmPart(a: string, b: string): number {
  const [aParts, bParts] = [a.match(/\d+|[a-zA-Z]+|[~^]/g) ?? [], b.match(/\d+|[a-zA-Z]+|[~^]/g) ?? []]
  const length = Math.max(aParts.length, bParts.length)
  for (let at = 0; at < length; at++) {
    const [one, other] = [aParts[at], bParts[at]]
    if (one === other) continue
    const ranks = toRpmRank(one) - toRpmRank(other)
    if (ranks !== 0) return ranks
    if (one === undefined || other === undefined) return 0
    const order = /^\d/.test(one) ? compareDigits(one, other) : compareText(one, other)
    if (order !== 0) return order
  }
  return 0
}

function toRpmRank(part: string | undefined): number {
  if (part === '~') return 0
  if (part === undefined) return 1
  if (part === '^') return 2
  return /^\d/.test(part) ? 4 : 3
}

const alpineStages: Record<string, number> = {
  alpha: -4,
  beta: -3,
  pre: -2,
  rc: -1,
  cvs: 1,
  svn: 2,
  git: 3,
  hg: 4,
  p: 5,
}

/** `1.2.3b_rc1-r4`: numbers, a letter, what comes before or after the release, and the build. */
function compareAlpine(a: string, b: string): number {
  const [one, other] = [toAlpine(a), toAlpine(b)]
  return (
    compareLists(one.numbers, other.numbers) ||
    compareText(one.letter, other.letter) ||
    one.stage - other.stage ||
    compareDigits(one.stageNumber, other.stageNumber) ||
    compareDigits(one.build, other.build)
  )
}

function toAlpine(text: string) {
  const build = /-r(\d+)$/.exec(text)
  const [version = '', suffix = ''] = text.slice(0, build?.index ?? text.length).split('_', 2)
  const [, word = '', stageNumber = ''] = /^([a-z]+)(\d*)/.exec(suffix) ?? []
  return {
    numbers: version.match(/\d+/g) ?? [],
    letter: /[a-z]$/.exec(version)?.[0] ?? '',
    stage: Object.hasOwn(alpineStages, word) ? (alpineStages[word] ?? 0) : 0,
    stageNumber: stageNumber || '0',
    build: build?.[1] ?? '0',
  }
}

function compareSemver(a: string, b: string): number {
  const [one, other] = [toSemver(a), toSemver(b)]
  const order = compareLists(one.numbers, other.numbers)
  if (order !== 0) return order
  if (one.before === null || other.before === null) {
    return Number(one.before === null) - Number(other.before === null)
  }
  const [left, right] = [one.before.split('.'), other.before.split('.')]
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [x, y] = [left[at] ?? '', right[at] ?? '']
    const [xIsNumber, yIsNumber] = [/^\d+$/.test(x), /^\d+$/.test(y)]
    const inner =
      xIsNumber && yIsNumber
        ? compareDigits(x, y)
        : xIsNumber !== yIsNumber
          ? Number(yIsNumber) - Number(xIsNumber)
          : compareText(x, y)
    if (inner !== 0) return inner
  }
  return left.length - right.length
}

function toSemver(text: string): { numbers: string[]; before: string | null } {
  const plain = (text.split('+', 1)[0] ?? '').replace(/^v/, '')
  const at = plain.indexOf('-')
  const core = at < 0 ? plain : plain.slice(0, at)
  return { numbers: core.match(/\d+/g) ?? [], before: at < 0 ? null : plain.slice(at + 1) }
}

const pythonStages: Record<string, number> = {
  a: -3,
  alpha: -3,
  b: -2,
  beta: -2,
  c: -1,
  rc: -1,
  pre: -1,
  preview: -1,
}

/** A release for development before everything of its version, then alpha, beta, candidate, the release, and what was posted after it. */
function comparePython(a: string, b: string): number {
  const [one, other] = [toPython(a), toPython(b)]
  return (
    compareDigits(one.epoch, other.epoch) ||
    compareLists(one.numbers, other.numbers) ||
    one.stage - other.stage ||
    compareDigits(one.stageNumber, other.stageNumber) ||
    compareDigits(one.post, other.post) ||
    // Without one it is the release itself.
    Number(one.development === null) - Number(other.development === null) ||
    compareDigits(one.development ?? '0', other.development ?? '0')
  )
}

function toPython(text: string) {
  const local = text.toLowerCase().split('+', 1)[0] ?? ''
  const at = local.indexOf('!')
  const rest = local.slice(at + 1).replace(/^v/, '')
  const numbers = /^\d+(?:\.\d+)*/.exec(rest)?.[0] ?? ''
  const suffix = rest.slice(numbers.length)
  const [, word = '', stageNumber = ''] = /^[-_.]?([a-z]+)[-_.]?(\d*)/.exec(suffix) ?? []
  const development = /dev(\d*)/.exec(suffix)?.[1] ?? null
  const post = /(?:post|rev|^-)[-_.]?(\d+)/.exec(suffix)?.[1] ?? null
  const stated = Object.hasOwn(pythonStages, word) ? (pythonStages[word] ?? 0) : 0
  return {
    epoch: at > 0 && /^\d+$/.test(local.slice(0, at)) ? local.slice(0, at) : '0',
    numbers: numbers.split('.'),
    // `1.0.dev1` comes before the alphas of 1.0.
    stage: stated === 0 && development !== null && post === null ? -4 : stated,
    stageNumber: stated === 0 ? '0' : stageNumber || '0',
    post: post === null ? '0' : String(Number(post) + 1),
    development,
  }
}

/** Numbers by value; what is missing counts as zero. */
function compareLists(a: readonly string[], b: readonly string[]): number {
  const length = Math.max(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const order = compareDigits(a[at] || '0', b[at] || '0')
    if (order !== 0) return order
  }
  return 0
}

/** What distributions add behind the version that its makers gave it. */
const revisions = new Map([
  ['deb', /-[^-]*$/],
  ['apk', /-r\d+$/],
])

/**
 * Compares a version with one that somebody has typed. An epoch or a revision counts only where it is typed: `openssl@<3.0.8` means the
 * version that its makers gave it, and Red Hat's is `1:3.0.7-27.el9`.
 * @param type of the package, as in its package URL
 */
export function compareWithAsked(type: string | null, version: string, asked: string): number {
  const hasEpoch = type === 'deb' || type === 'rpm'
  const own = hasEpoch && !/^\d+:/.test(asked) ? version.replace(/^\d+:/, '') : version
  const revision = revisions.get(type ?? '')
  const isWhole = revision === undefined || revision.test(asked)
  return comparePackageVersions(type, isWhole ? own : own.replace(revision, ''), asked)
}
