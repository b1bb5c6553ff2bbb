/** The order of RubyGems' versions (`Gem::Version`). Each character is looked at a few times. Pure. */
import { compareDigits, compareText } from '#lib/oci/compare-natural.ts'

/** What a lock file puts behind a version for the machine that a gem was built for. */
const platform = /-(?:x86|x64|arm|aarch|java|universal|mingw|mswin)/

/** Words make a version one before the release: `7.1.0.beta1`, `7.1.0.rc1`, `7.1.0`. Negative when `a` is the older one. */
export function compareRubyVersions(a: string, b: string): number {
  const [one, other] = [toSegments(a), toSegments(b)]
  const length = Math.max(one.length, other.length)
  for (let at = 0; at < length; at++) {
    const order = compareSegment(one[at] ?? '0', other[at] ?? '0')
    if (order !== 0) return order
  }
  return 0
}

function compareSegment(a: string, b: string): number {
  const [aIsNumber, bIsNumber] = [/^\d/.test(a), /^\d/.test(b)]
  if (aIsNumber && bIsNumber) return compareDigits(a, b)
  return Number(aIsNumber) - Number(bIsNumber) || compareText(a, b)
}

/** Without zeros before the first word: `7.1.0.rc1` is `7.1.rc1`. */
function toSegments(text: string): string[] {
  const version = text.slice(0, platform.exec(text)?.index ?? text.length).replaceAll('-', '.pre.')
  const segments = version.match(/\d+|[a-zA-Z]+/g) ?? []
  const word = segments.findIndex((segment) => /^[a-zA-Z]/.test(segment))
  if (word < 0) return segments
  const last = segments.slice(0, word).findLastIndex((segment) => !/^0+$/.test(segment))
  return [...segments.slice(0, last + 1), ...segments.slice(word)]
}
