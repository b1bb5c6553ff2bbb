/**
 * Statements that are written out, because building them would cost more than running them. Each is made once, and its parameters are all
 * that a call adds; the engines prepare it once, too.
 */
import { CompiledQuery } from 'kysely'

/**
 * What the transaction asks of it. An engine that is a round trip away sends what is not `awaited` together with other statements; one that is
 * in the process runs it as it comes. Its failure is one of the transaction, and its rows nobody gets.
 *
 * - `unanswered`: nothing but that it is done.
 * - `postponed`: the same, and as it numbers rows in the order of commits, it may run last of all, right before the commit.
 */
type Order = 'awaited' | 'unanswered' | 'postponed'

export class Statement implements CompiledQuery {
  readonly sql: string
  readonly query: CompiledQuery['query']
  readonly queryId: CompiledQuery['queryId']
  readonly parameters: readonly unknown[]
  readonly order: Order

  constructor({ sql, query, queryId }: CompiledQuery, parameters: readonly unknown[], order: Order) {
    this.sql = sql
    this.query = query
    this.queryId = queryId
    this.parameters = parameters
    this.order = order
  }
}

/**
 * @param sql with its parameters as `$1`, `$2`, …
 * @returns what makes it ready to run with these
 */
export function toStatement(
  sql: string,
  order: Order = 'awaited',
): (...parameters: readonly unknown[]) => Statement {
  const compiled = CompiledQuery.raw(sql)
  return (...parameters) => new Statement(compiled, parameters, order)
}

/** Of one that was built, everything is awaited. */
export function toOrder(compiled: CompiledQuery): Order {
  return compiled instanceof Statement ? compiled.order : 'awaited'
}
