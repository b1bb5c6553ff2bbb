/**
 * Many statements about one image, verified a few at a time: who is flooded with statements that are worth nothing shows those that are worth
 * something all the same.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'

export interface ProvingWays<Statement, Proved> {
  /** What is known of a statement; begins what is not, and waits as long as its caller likes. */
  find(statement: Statement): Promise<Proved>
  /** What is known already; null where nothing is, and nothing is begun. */
  peek(statement: Statement): Proved | null
  /** The least is shown first. */
  toRank(proved: Proved): number
}

/**
 * Asks for `max` at once, and for the next ones when these are known; of those behind what is still under way, only what is known counts.
 * @returns those that are worth most; and whether others are still to be verified, so that it is worth asking again in a moment
 */
export async function proveInTurns<Statement, Proved extends { state: 'known' | 'under-way' | 'failed' }>(
  statements: readonly Statement[],
  { find, peek, toRank }: ProvingWays<Statement, Proved>,
  max: number,
): Promise<{ shown: Proved[]; isPending: boolean }> {
  const all: Proved[] = []
  let isPending = false
  for (let at = 0; at < statements.length; at += max) {
    // What is stored is read and unpacked on this thread.
    if (at > 0) await nextTurn()
    const turn = statements.slice(at, at + max)
    if (isPending) all.push(...turn.map(peek).filter((proved) => proved !== null))
    else all.push(...(await Promise.all(turn.map(find))))
    isPending ||= all.some(({ state }) => state === 'under-way')
  }
  const shown = statements.length <= max ? all : all.toSorted((a, b) => toRank(a) - toRank(b))
  return { shown: shown.slice(0, max), isPending }
}
