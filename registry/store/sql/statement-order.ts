/**
 * What a transaction need not wait for. An engine that is a round trip away sends such statements together with others; one that is in the
 * process runs them as they come. Their failure is one of the transaction, and their rows nobody gets.
 */
import { CompiledQuery } from 'kysely'

const unanswered = new WeakSet<object>()
const postponed = new WeakSet<object>()

/** A statement of which nothing is asked but that it is done. */
export function toUnanswered(sql: string, parameters: readonly unknown[]): CompiledQuery {
  const compiled = CompiledQuery.raw(sql, [...parameters])
  unanswered.add(compiled)
  return compiled
}

/** The same for one that numbers rows in the order of commits: it may run last of all, right before the commit. */
export function toPostponed(sql: string, parameters: readonly unknown[]): CompiledQuery {
  const compiled = CompiledQuery.raw(sql, [...parameters])
  postponed.add(compiled)
  return compiled
}

export function isUnanswered(compiled: object): boolean {
  return unanswered.has(compiled)
}

export function isPostponed(compiled: object): boolean {
  return postponed.has(compiled)
}
