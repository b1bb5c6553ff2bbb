/**
 * Licence expressions (SPDX 2.3, annex D) in one spelling, so that equal ones count as one. What is no expression is the name of a
 * licence, and stays as it was written.
 */
import parseExpression, { type Info } from 'spdx-expression-parse'

/** Of an expression; the parser goes as deep as its parentheses are. */
const maxLength = 400
const maxDepth = 40
const maxKnown = 5_000

const unstated = new Set(['', 'NOASSERTION', 'NONE', 'UNKNOWN', 'UNLICENSED', '(NONE)'])
const known = new Map<string, string | null>()

/** The expression as it is shown; null for what states nothing. */
export function normalizeLicence(text: string): string | null {
  const wanted = text.trim()
  if (unstated.has(wanted.toUpperCase())) return null
  if (wanted.length > maxLength || findDepth(wanted) > maxDepth) return wanted.slice(0, maxLength)
  const before = known.get(wanted)
  if (before !== undefined) return before
  if (known.size >= maxKnown) known.clear()
  const found = toExpression(wanted)
  known.set(wanted, found)
  return found
}

/** Several licences that all hold, as one expression. */
export function joinLicences(texts: readonly string[]): string | null {
  const parts = [...new Set(texts.map(normalizeLicence).filter((one) => one !== null))]
  const [only] = parts
  if (parts.length < 2) return only ?? null
  return parts.map((part) => (/ OR /.test(part) ? `(${part})` : part)).join(' AND ')
}

function toExpression(text: string): string {
  try {
    return write(parseExpression(text))
  } catch {
    return text
  }
}

function write(info: Info, outer: 'and' | 'or' = 'or'): string {
  if ('license' in info) {
    const { license, plus, exception } = info
    return `${license}${plus ? '+' : ''}${exception ? ` WITH ${exception}` : ''}`
  }
  const { conjunction, left, right } = info
  const text = `${write(left, conjunction)} ${conjunction.toUpperCase()} ${write(right, conjunction)}`
  return conjunction === 'or' && outer === 'and' ? `(${text})` : text
}

function findDepth(text: string): number {
  let depth = 0
  let deepest = 0
  for (const character of text) {
    if (character === '(') deepest = Math.max(deepest, ++depth)
    else if (character === ')') depth--
  }
  return deepest
}
