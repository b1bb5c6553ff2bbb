/**
 * Members of a stranger's JSON document, as `JSON.parse` gives it: each is asked for by name and kind, and what is of another kind
 * counts as not stated. Only own members count, so that no name reaches a prototype. Pure.
 */

/** Of one text; a name or a version that is longer says nothing more. */
const maxTextLength = 400

/** Dates before it are those of programs that set none (`0001-01-01`, 1970). */
const earliestMs = Date.UTC(2000, 0, 1)

/** A member of an object; undefined for what is none. */
export function getMember(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}

/** The member that such a path of names leads to. */
export function getInner(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce(getMember, value)
}

/** A text that is not empty, cut to a length; null for anything else, numbers too: `1.10` would have become 1.1. */
export function toText(value: unknown, maxLength = maxTextLength): string | null {
  if (typeof value !== 'string') return null
  const text = value.slice(0, maxLength).toWellFormed().trim()
  return text === '' ? null : text
}

/** A member that is such a text. */
export function getText(value: unknown, name: string, maxLength?: number): string | null {
  return toText(getMember(value, name), maxLength)
}

/** A member that is a list; empty for anything else. */
export function getList(value: unknown, name: string): readonly unknown[] {
  const list = getMember(value, name)
  return Array.isArray(list) ? list : []
}

/** A time as ISO 8601 in UTC; null for what is none, or cannot be meant. Without a zone, as Python writes it, it is one of UTC. */
export function toTime(value: unknown): string | null {
  const text = toText(value, 60)
  const [, day = '', separator] = /^(\d{4}-\d\d-\d\d)([T ]|$)/.exec(text ?? '') ?? []
  if (text === null || !isDay(day)) return null
  const hasZone = separator === '' || /(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$/i.test(text.slice(day.length))
  const ms = Date.parse(hasZone ? text : `${text}Z`)
  return Number.isFinite(ms) && ms >= earliestMs ? new Date(ms).toISOString() : null
}

/** `2024-02-30` is a text that `Date` takes for the first of March. */
function isDay(day: string): boolean {
  const ms = Date.parse(day)
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(day)
}

/** A member that is such a time. */
export function getTime(value: unknown, name: string): string | null {
  return toTime(getMember(value, name))
}
