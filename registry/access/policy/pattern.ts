/**
 * Text of a policy that stands for several: `*` is any characters, `?` any one, `${key}` what the request has under this
 * condition key, `${key, 'other'}` the other text where it has none, and `${*}`, `${?}`, `${$}` the characters themselves
 * (IAM user guide, "IAM policy elements: Variables and tags"). Matching takes time in proportion to both lengths at
 * most, whatever a policy's author writes.
 */
import type { RequestContext } from './request-context.ts'

const anyText = Symbol('*')
const anyCharacter = Symbol('?')

type Part = string | typeof anyText | typeof anyCharacter | { key: string; otherwise: string | null }
type Resolved = readonly (string | typeof anyText | typeof anyCharacter)[]

/** A text taken apart once, to be matched often. */
export interface Pattern {
  readonly parts: readonly Part[]
  readonly hasVariables: boolean
  /** The whole text, when it stands for itself alone. */
  readonly literal: string | null
}

/**
 * Takes a text apart.
 * @param features what is more than itself in it; variables are known since the grammar of 2012-10-17
 */
export function parsePattern(text: string, features: { wildcards: boolean; variables: boolean }): Pattern {
  const parts: Part[] = []
  const add = (part: Part) => {
    // Characters that stand for themselves are kept one by one: matching goes through them so.
    if (typeof part === 'string') parts.push(...part.split(''))
    else if (part !== anyText || parts.at(-1) !== anyText) parts.push(part)
  }
  for (const [token] of text.matchAll(features.variables ? /\$\{[^}]*\}|[\s\S]/g : /[\s\S]/g)) {
    if (token.startsWith('${')) add(parseVariable(token.slice(2, -1)))
    else if (features.wildcards && token === '*') add(anyText)
    else if (features.wildcards && token === '?') add(anyCharacter)
    else add(token)
  }
  const isLiteral = parts.every((part) => typeof part === 'string')
  return {
    parts,
    hasVariables: parts.some((part) => typeof part === 'object'),
    literal: isLiteral ? parts.join('') : null,
  }
}

function parseVariable(inner: string): Part {
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
  const parts = pattern.hasVariables ? resolve(pattern.parts, context) : (pattern.parts as Resolved)
  if (parts === null) return 'unknown'
  return ignoreCase ? matches(parts.map(lower), value.toLowerCase()) : matches(parts, value)
}

function resolve(parts: readonly Part[], context: RequestContext): Resolved | null {
  const resolved: (string | typeof anyText | typeof anyCharacter)[] = []
  for (const part of parts) {
    if (typeof part !== 'object') {
      resolved.push(part)
      continue
    }
    const found = context.get(part.key)
    const value = typeof found === 'string' && found !== '' ? found : part.otherwise
    if (value === null) return null
    // Characters of a value stand for themselves, whatever they are.
    resolved.push(...value.split(''))
  }
  return resolved
}

const lower = (part: Resolved[number]) => (typeof part === 'string' ? part.toLowerCase() : part)

/** Goes through both at once; after a mismatch the last `*` takes one character more. */
function matches(parts: Resolved, value: string): boolean {
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
    } else if (wanted === anyCharacter || wanted === value[at]) {
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
