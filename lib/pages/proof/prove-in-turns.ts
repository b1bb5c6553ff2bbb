/**
 * Many statements about one image, verified a few at a time: who is flooded with statements that nobody signed shows those that somebody
 * did all the same.
 */
import type { Finding } from '#lib/findings/create-findings.ts'
import type { Proof } from '#lib/proof/proof.ts'

type Found = Finding<readonly Pick<Proof, 'signer'>[]>

interface Turns<Statement, Of extends Found> {
  /** Those that are worth most, first what is known to be signed, and last what is known not to be. */
  shown: { statement: Statement; found: Of }[]
  /** Whether others are still to be verified, so that it is worth asking again in a moment. */
  isPending: boolean
}

/**
 * Asks for `max` at once, and for the next ones when these are known.
 * @param find what is known of a statement; it begins what is not, and waits as long as its caller likes
 */
export async function proveInTurns<Statement, Of extends Found>(
  statements: readonly Statement[],
  find: (statement: Statement) => Promise<Of>,
  max: number,
): Promise<Turns<Statement, Of>> {
  const all: { statement: Statement; found: Of }[] = []
  let isPending = false
  for (let at = 0; at < statements.length && !isPending; at += max) {
    const turn = statements
      .slice(at, at + max)
      .map(async (statement) => ({ statement, found: await find(statement) }))
    all.push(...(await Promise.all(turn)))
    isPending = all.some(({ found }) => found.state === 'under-way')
  }
  const shown = all.length <= max ? all : all.toSorted((a, b) => toRank(a.found) - toRank(b.found))
  return { shown: shown.slice(0, max), isPending }
}

function toRank(found: Found): number {
  if (found.state === 'under-way') return 1
  return found.state === 'known' && found.value.some(({ signer }) => signer !== null) ? 0 : 2
}
