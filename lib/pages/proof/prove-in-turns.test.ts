/** Guards that statements which are worth nothing hide none that is, however many there are and however slowly they are verified. */
import { expect, test } from 'vitest'
import { type ProvingWays, proveInTurns } from './prove-in-turns.ts'

interface Proved {
  statement: number
  state: 'known' | 'under-way' | 'failed'
}

const best = 57
const statements = Array.from({ length: 60 }, (_, at) => at)
const known = (statement: number): Proved => ({ statement, state: 'known' })

function toWays(ways: Partial<ProvingWays<number, Proved>>): ProvingWays<number, Proved> {
  return {
    find: async (statement) => known(statement),
    peek: () => null,
    toRank: ({ statement, state }) => (state === 'under-way' ? 1 : statement === best ? 0 : 2),
    ...ways,
  }
}

test('where all are known, the best is shown first, and no turn begins more than its number', async () => {
  let [atOnce, mostAtOnce] = [0, 0]
  const find = async (one: number) => {
    mostAtOnce = Math.max(mostAtOnce, ++atOnce)
    await Promise.resolve()
    atOnce--
    return known(one)
  }
  const { shown, isPending } = await proveInTurns(statements, toWays({ find }), 12)
  expect([shown.length, shown[0]?.statement, isPending, mostAtOnce]).toEqual([12, best, false, 12])
})

test('where a page waits for none, it comes to the best one page by page', async () => {
  const verified = new Set<number>()
  const peek = (one: number) => (verified.has(one) ? known(one) : null)
  for (let page = 0; page < 5; page += 1) {
    const begun: number[] = []
    const find = async (one: number): Promise<Proved> => {
      const found = peek(one)
      if (found === null) begun.push(one)
      return found ?? { statement: one, state: 'under-way' }
    }
    const { shown, isPending } = await proveInTurns(statements, toWays({ find, peek }), 12)
    expect([shown.length, isPending, begun.length]).toEqual([12, true, 12])
    for (const one of begun) verified.add(one)
  }
  const { shown, isPending } = await proveInTurns(statements, toWays({ peek }), 12)
  expect([shown[0]?.statement, isPending]).toEqual([best, false])
})

test('what is known is shown also while something before it is verified again', async () => {
  const find = async (one: number): Promise<Proved> => ({
    statement: one,
    state: one === 3 ? 'under-way' : 'known',
  })
  const { shown, isPending } = await proveInTurns(statements, toWays({ find, peek: known }), 12)
  expect([shown[0]?.statement, shown[1]?.statement, isPending]).toEqual([best, 3, true])
})

test('what cannot be read now holds nobody up', async () => {
  const find = async (one: number): Promise<Proved> =>
    one < 48 ? { statement: one, state: 'failed' } : known(one)
  const { shown, isPending } = await proveInTurns(statements, toWays({ find }), 12)
  expect([shown[0]?.statement, isPending]).toEqual([best, false])
})

test('few are shown in their order', async () => {
  const { shown } = await proveInTurns([1, best, 2], toWays({}), 12)
  expect(shown.map(({ statement }) => statement)).toEqual([1, best, 2])
})
