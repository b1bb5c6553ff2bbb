/**
 * Text of a policy that stands for several: `*` is any characters, `?` any one, `${key}` what the request has under this
 * condition key, `${key, 'other'}` the other text where it has none, and `${*}`, `${?}`, `${$}` the characters themselves
 * (IAM user guide, "IAM policy elements: Variables and tags"). Matching takes time in proportion to both lengths at
 * most, whatever a policy's author writes.
 */
import type { RequestContext } from './request-context.ts'

// Whole numbers like the codes of characters: a publisher writes policies, and matching holds everyone else up meanwhile.
const anyText = -1
const anyCharacter = -2

/** The code of a character that stands for itself, or what stands for others. */
type Part = number | Variable
interface Variable {
  key: string
  otherwise: string | null
}

/** A text taken apart once, to be matched often. */
export interface Pattern {
  readonly parts: readonly Part[]
  /** The whole text, when it stands for itself alone. */
  readonly literal: string | null
}

/**
 * Takes a text apart.
 * @param features what is more than itself in it; variables are known since the grammar of 2012-10-17
 */
export function parsePattern(text: string, features: { wildcards: boolean; variables: boolean }): Pattern {
  const parts: Part[] = []
  const add = (part: Part | string) => {
    // Characters that stand for themselves are kept one by one: matching goes through them so.
    if (typeof part === 'string') addCodes(parts, part)
    else if (part !== anyText || parts.at(-1) !== anyText) parts.push(part)
  }
  for (const [token] of text.matchAll(features.variables ? /\$\{[^}]*\}|[\s\S]/g : /[\s\S]/g)) {
    if (token.startsWith('${')) add(parseVariable(token.slice(2, -1)))
    else if (features.wildcards && token === '*') add(anyText)
    else if (features.wildcards && token === '?') add(anyCharacter)
    else add(token)
  }
  const codes = parts.filter((part) => typeof part === 'number')
  const isLiteral = codes.length === parts.length && codes.every((code) => code >= 0)
  return {
    parts,
    literal: isLiteral ? codes.map((code) => String.fromCharCode(code)).join('') : null,
  }
}

function addCodes(codes: Part[], text: string): void {
  for (let at = 0; at < text.length; at += 1) codes.push(text.charCodeAt(at))
}

function parseVariable(inner: string): Variable | string {
  if (inner === '*' || inner === '?' || inner === '$') return inner
  const [, key = inner, otherwise = null] = /^(.*?), '(.*)'$/.exec(inner) ?? []
  return { key: key.trim(), otherwise }
}

/** The outcome of a match; `unknown` when the request has no single value for a variable: nothing follows from it then. */
export type PatternMatch = boolean | 'unknown'

/** Compares a text with a pattern, all of it. */
export function matchPattern(
  pattern: Pattern,
  value: string,
  context: RequestContext,
  { ignoreCase = false } = {},
): PatternMatch {
  const { literal } = pattern
  if (literal !== null) {
    return ignoreCase ? literal.toLowerCase() === value.toLowerCase() : literal === value
  }
  const parts = resolve(pattern.parts, context)
  if (parts === null) return 'unknown'
  return ignoreCase ? matches(parts.map(lower), value.toLowerCase()) : matches(parts, value)
}

function resolve(parts: readonly Part[], context: RequestContext): number[] | null {
  const resolved: number[] = []
  for (const part of parts) {
    if (typeof part !== 'object') {
      resolved.push(part)
      continue
    }
    const found = context.get(part.key)
    const value = typeof found === 'string' && found !== '' ? found : part.otherwise
    if (value === null) return null
    // Characters of a value stand for themselves, whatever they are.
    addCodes(resolved, value)
  }
  return resolved
}

const lower = (part: number) => (part < 0 ? part : String.fromCharCode(part).toLowerCase().charCodeAt(0))

/** Goes through both at once; after a mismatch the last `*` takes one character more. */
function matches(parts: readonly number[], value: string): boolean {
  let at = 0
  let part = 0
  let lastAny = -1
  let takenByAny = 0
  while (at < value.length) {
    const wanted = parts[part]
    if (wanted === anyText) {
      lastAny = part
      takenByAny = at
      part += 1
    } else if (wanted === anyCharacter || wanted === value.charCodeAt(at)) {
      at += 1
      part += 1
    } else if (lastAny >= 0) {
      takenByAny += 1
      at = takenByAny
      part = lastAny + 1
    } else {
      return false
    }
  }
  while (parts[part] === anyText) part += 1
  return part === parts.length
}
