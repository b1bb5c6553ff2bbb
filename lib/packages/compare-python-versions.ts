/** The order of Python's versions (PEP 440, without local versions, which only whose builds they are can compare). Each character is looked at a few times. Pure. */
import { compareDigits } from '#lib/oci/compare-natural.ts'
import { compareLists } from './compare-version-parts.ts'

const stages = new Map([
  ['a', -3],
  ['alpha', -3],
  ['b', -2],
  ['beta', -2],
  ['c', -1],
  ['rc', -1],
  ['pre', -1],
  ['preview', -1],
])

/** Comes before every stage. */
const onlyDevelopment = -4

/**
 * A release for development before everything of its version, then alpha, beta, candidate, the release, and what was posted after it. Negative when
 * `a` is the older one.
 */
export function comparePythonVersions(a: string, b: string): number {
  const [one, other] = [readVersion(a), readVersion(b)]
  return (
    compareDigits(one.epoch, other.epoch) ||
    compareLists(one.numbers, other.numbers) ||
    one.stage - other.stage ||
    compareDigits(one.stageCount, other.stageCount) ||
    Number(one.post !== null) - Number(other.post !== null) ||
    compareDigits(one.post ?? '0', other.post ?? '0') ||
    // Without one it is the release itself.
    Number(one.development === null) - Number(other.development === null) ||
    compareDigits(one.development ?? '0', other.development ?? '0')
  )
}

function readVersion(text: string) {
  const local = text.toLowerCase().split('+', 1)[0] ?? ''
  const at = local.indexOf('!')
  let rest = local.slice(at + 1).replace(/^v/, '')
  const take = (expression: RegExp) => {
    const found = expression.exec(rest)
    rest = rest.slice(found?.[0].length ?? 0)
    return found
  }
  const numbers = take(/^\d+(?:\.\d+)*/)?.[0] ?? ''
  const stage = take(/^[-_.]?(alpha|beta|preview|pre|rc|a|b|c)(?![a-z])[-_.]?(\d*)/)
  const post = take(/^(?:-(\d+)|[-_.]?(?:post|rev|r)(?![a-z])[-_.]?(\d*))/)
  const development = take(/^[-_.]?dev(?![a-z])[-_.]?(\d*)/)
  const isOnlyDevelopment = stage === null && post === null && development !== null
  return {
    epoch: at > 0 && /^\d+$/.test(local.slice(0, at)) ? local.slice(0, at) : '0',
    numbers: numbers.split('.'),
    // `1.0.dev1` comes before the alphas of 1.0.
    stage: isOnlyDevelopment ? onlyDevelopment : (stages.get(stage?.[1] ?? '') ?? 0),
    stageCount: stage?.[2] || '0',
    // A word without a number has the number 0.
    post: post === null ? null : post[1] || post[2] || '0',
    development: development === null ? null : development[1] || '0',
  }
}
