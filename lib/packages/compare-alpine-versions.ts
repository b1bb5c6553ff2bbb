/** The order of Alpine's versions (apk-tools), which is that of Gentoo's in what both have. Each character is looked at a few times. Pure. */
import { compareDigits, compareText } from '#lib/oci/compare-natural.ts'

/** Words behind an underscore: before the release, and after it. */
const stages = new Map([
  ['alpha', -4],
  ['beta', -3],
  ['pre', -2],
  ['rc', -1],
  ['cvs', 1],
  ['svn', 2],
  ['git', 3],
  ['hg', 4],
  ['p', 5],
])

interface Suffix {
  stage: number
  count: string
}

/** `1.2.3b_rc1_git20240101-r4`: numbers, a letter, what comes before or after the release, and the build. Negative when `a` is the older one. */
export function compareAlpineVersions(a: string, b: string): number {
  const [one, other] = [readVersion(a), readVersion(b)]
  return (
    compareNumbers(one.numbers, other.numbers) ||
    compareText(one.letter, other.letter) ||
    compareSuffixes(one.suffixes, other.suffixes) ||
    compareDigits(one.build, other.build)
  )
}

function readVersion(text: string) {
  const build = /-r(\d+)$/.exec(text)
  const [version = '', ...rest] = text.slice(0, build?.index ?? text.length).split('_')
  const suffixes: Suffix[] = []
  for (const suffix of rest) {
    const [, word = '', count = ''] = /^([a-z]+)(\d*)/.exec(suffix) ?? []
    const stage = stages.get(word)
    if (stage === undefined) break
    suffixes.push({ stage, count: count || '0' })
  }
  return {
    numbers: version.match(/\d+/g) ?? [],
    letter: /[a-z]$/.exec(version)?.[0] ?? '',
    suffixes,
    build: build?.[1] ?? '0',
  }
}

/** Numbers by value, more of them after fewer; behind the first one, those that begin with a zero are fractions: `1.05` comes before `1.1`. */
function compareNumbers(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const [one = '', other = ''] = [a[at], b[at]]
    const areFractions = at > 0 && (one.startsWith('0') || other.startsWith('0'))
    const order = areFractions ? compareText(one, other) : compareDigits(one, other)
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** What is missing is the release. */
function compareSuffixes(a: readonly Suffix[], b: readonly Suffix[]): number {
  const release: Suffix = { stage: 0, count: '0' }
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [one, other] = [a[at] ?? release, b[at] ?? release]
    const order = one.stage - other.stage || compareDigits(one.count, other.count)
    if (order !== 0) return order
  }
  return 0
}
