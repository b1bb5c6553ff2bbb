/** Whether a statement only reads, so that it needs no turn among those that write. */
import type { CompiledQuery } from 'kysely'

export function isReading({ query, sql }: CompiledQuery): boolean {
  return query.kind === 'SelectQueryNode' || (query.kind === 'RawNode' && /^\s*SELECT\b/.test(sql))
}
