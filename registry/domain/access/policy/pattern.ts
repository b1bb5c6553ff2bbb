/**
 * Text of a policy that stands for several: `*` is any characters, `?` any one, `${key}` what the request has under this
 * condition key, `${key, 'other'}` the other text where it has none, and `${*}`, `${?}`, `${$}` the characters themselves
 * (IAM user guide, "IAM policy elements: Variables and tags"). A publisher writes policies, and matching holds everyone
 * else up meanwhile: texts are searched and compared whole, which is many times faster than going through them.
 */
import type { RequestContext } from './request-context.ts'

const anyText = Symbol('*')
const anyCharacter = Symbol('?')

type Part = string | typeof anyText | typeof anyCharacter | Variable
interface Variable {
  key: string
  otherwise: string | null
}

/** What stands between two `*`: so many characters, of which these are given. */
interface Segment {
  texts: { at: number; text: string }[]
  length: number
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
  const add = (part: Part) => {
    const last = parts.at(-1)
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part
    else parts.push(part)
  }
  // Behind the last brace no variable ends, so that none is looked for there.
  const lastBrace = features.variables ? text.lastIndexOf('}') : -1
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (at < lastBrace && text.startsWith('${', at)) {
      const end = text.indexOf('}', at)
      add(parseVariable(text.slice(at + 2, end)))
      at = end
    } else if (features.wildcards && character === '*') add(anyText)
    else if (features.wildcards && character === '?') add(anyCharacter)
    else add(character)
  }
  const [only = '', ...more] = parts
  return { parts, literal: typeof only === 'string' && more.length === 0 ? only : null }
}

/** Between a key and the text that stands for it where the request has none. */
const separator = ", '"

function parseVariable(inner: string): Variable | string {
  if (inner === '*' || inner === '?' || inner === '$') return inner
  const comma = inner.indexOf(separator)
  const hasOther = comma >= 0 && inner.length > comma + separator.length && inner.endsWith("'")
  if (!hasOther) return { key: inner.trim(), otherwise: null }
  return { key: inner.slice(0, comma).trim(), otherwise: inner.slice(comma + separator.length, -1) }
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
  const segments = toSegments(pattern.parts, context, ignoreCase)
  if (segments === null) return 'unknown'
  return matches(segments, ignoreCase ? value.toLowerCase() : value)
}

/** Null when the request has no single value for a variable. */
function toSegments(parts: readonly Part[], context: RequestContext, ignoreCase: boolean): Segment[] | null {
  let segment: Segment = { texts: [], length: 0 }
  const segments = [segment]
  for (const part of parts) {
    if (part === anyText) {
      segment = { texts: [], length: 0 }
      segments.push(segment)
    } else if (part === anyCharacter) {
      segment.length += 1
    } else {
      // Characters of a value stand for themselves, whatever they are.
      const found = typeof part === 'string' ? part : getValue(part, context)
      if (found === null) return null
      const text = ignoreCase ? found.toLowerCase() : found
      addText(segment, text)
    }
  }
  return segments
}

function addText(segment: Segment, text: string): void {
  const last = segment.texts.at(-1)
  const isNext = last !== undefined && last.at + last.text.length === segment.length
  if (isNext) last.text += text
  else segment.texts.push({ at: segment.length, text })
  segment.length += text.length
}

function getValue({ key, otherwise }: Variable, context: RequestContext): string | null {
  const found = context.get(key)
  return typeof found === 'string' && found !== '' ? found : otherwise
}

/** The first segment begins the value and the last one ends it; each of the others is taken where it comes first. */
function matches(segments: readonly Segment[], value: string): boolean {
  const [first, ...others] = segments
  const last = others.pop()
  if (first === undefined || !fits(first, value, 0)) return false
  if (last === undefined) return first.length === value.length
  let at = first.length
  for (const segment of others) {
    at = find(segment, value, at)
    if (at < 0) return false
    at += segment.length
  }
  const lastAt = value.length - last.length
  return lastAt >= at && fits(last, value, lastAt)
}

function fits({ texts, length }: Segment, value: string, from: number): boolean {
  return from + length <= value.length && texts.every(({ at, text }) => value.startsWith(text, from + at))
}

/** Where the segment comes first, at `from` or later; -1 when it does not. */
function find(segment: Segment, value: string, from: number): number {
  const [first] = segment.texts
  if (first === undefined) return from + segment.length <= value.length ? from : -1
  for (
    let at = value.indexOf(first.text, from + first.at);
    at >= 0 && at - first.at + segment.length <= value.length;
    at = value.indexOf(first.text, at + 1)
  ) {
    if (fits(segment, value, at - first.at)) return at - first.at
  }
  return -1
}
