/** The order of Composer's versions (composer/semver, and `version_compare` of PHP). Each character is looked at a few times. Pure. */
import { compareText, compareTokens, toTokens } from '#lib/oci/compare-natural.ts'
import { compareLists } from './compare-version-parts.ts'

const stages = new Map([
  ['dev', -5],
  ['alpha', -4],
  ['a', -4],
  ['beta', -3],
  ['b', -3],
  ['rc', -2],
  ['stable', 0],
  ['', 0],
  ['patch', 1],
  ['pl', 1],
  ['p', 1],
])

/** A word that Composer does not know comes before all that it knows. */
const otherWord = -6

/** `2.0.0-dev`, `2.0.0-beta2`, `2.0.0-RC1`, `2.0.0`, `2.0.0-p1`; names of branches (`dev-main`) come before numbers. Negative when `a` is the older one. */
export function compareComposerVersions(a: string, b: string): number {
  const [one, other] = [readVersion(a), readVersion(b)]
  return (
    compareLists(one.numbers, other.numbers) ||
    one.stage - other.stage ||
    compareText(one.word, other.word) ||
    compareTokens(one.counts, other.counts) ||
    // `2.0.0-beta2-dev` is on its way to the beta.
    Number(other.isDevelopment) - Number(one.isDevelopment)
  )
}

function readVersion(text: string) {
  const plain = (text.toLowerCase().split('+', 1)[0] ?? '').replace(/^v(?=\d)/, '')
  const numbers = /^\d+(?:\.(?:\d+|[x*]))*/.exec(plain)?.[0] ?? ''
  const rest = plain.slice(numbers.length).replace(/^[-_.]/, '')
  const word = /^[a-z]*/.exec(rest)?.[0] ?? ''
  const stage = stages.get(word) ?? otherWord
  const behind = rest.slice(word.length)
  return {
    // `2.x-dev` is the newest of its series.
    numbers: numbers === '' ? [] : numbers.split('.').map((one) => (/^\d/.test(one) ? one : '9999999')),
    stage,
    word: stage === otherWord ? word : '',
    counts: toTokens(behind).filter((token) => /^\d/.test(token)),
    isDevelopment: behind.endsWith('dev'),
  }
}
