/** The order in which people expect names with numbers in them: `web-2` before `web-10`. Pure. */

/** The runs of digits and of other characters of a text, as `compareTokens` takes them. */
export function toTokens(text: string): string[] {
  return text.match(/\d+|\D+/g) ?? []
}

/**
 * Compares texts that were taken apart: numbers by their value and before words, words without regard to case.
 * Zero means that they look alike, not that they are the same.
 */
export function compareTokens(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length)
  for (let at = 0; at < shared; at++) {
    const order = compareToken(a[at] ?? '', b[at] ?? '')
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** Compares by code unit, so that no two different texts are equal. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Compares two runs of digits of any length by value. @example compareDigits('007', '12') < 0 */
export function compareDigits(a: string, b: string): number {
  const [one, other] = [a.replace(/^0+(?=\d)/, ''), b.replace(/^0+(?=\d)/, '')]
  return one.length - other.length || compareText(one, other)
}

/** True for a token of digits. */
function isDigits(token: string): boolean {
  return /^\d/.test(token)
}

function compareToken(a: string, b: string): number {
  const [aIsNumber, bIsNumber] = [isDigits(a), isDigits(b)]
  if (aIsNumber && bIsNumber) return compareDigits(a, b)
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1
  return compareText(a.toLowerCase(), b.toLowerCase())
}
