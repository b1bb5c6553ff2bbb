/** Guards that statements which nobody signed hide none that somebody did, however many there are and however slowly they are verified. */
import { expect, test } from 'vitest'
import type { Finding } from '#lib/findings/create-findings.ts'
import type { Signer } from '#lib/proof/proof.ts'
import { proveInTurns } from './prove-in-turns.ts'

type Found = Finding<{ signer: Signer | null }[]>

const signed = 57
const statements = Array.from({ length: 60 }, (_, at) => at)

function toKnown(one: number): Found {
  const signer: Signer | null = one === signed ? { by: 'key', fingerprint: 'ab' } : null
  return { state: 'known', value: [{ signer }], foundAtMs: 1 }
}

test('where all are known at once, the signed one is shown first', async () => {
  let mostAtOnce = 0
  let atOnce = 0
  const find = async (one: number) => {
    mostAtOnce = Math.max(mostAtOnce, ++atOnce)
    await Promise.resolve()
    atOnce--
    return toKnown(one)
  }
  const { shown, isPending } = await proveInTurns(statements, find, 12)
  expect([shown.length, shown[0]?.statement, isPending, mostAtOnce]).toEqual([12, signed, false, 12])
})

test('where a page waits for none, it comes to the signed one page by page, and no page begins more than its turn', async () => {
  const known = new Set<number>()
  for (let page = 0; page < 5; page += 1) {
    const begun: number[] = []
    const find = async (one: number): Promise<Found> => {
      if (known.has(one)) return toKnown(one)
      begun.push(one)
      return { state: 'under-way' }
    }
    const { shown, isPending } = await proveInTurns(statements, find, 12)
    expect([shown.length, isPending, begun.length]).toEqual([12, true, 12])
    for (const one of begun) known.add(one)
  }
  const { shown, isPending } = await proveInTurns(statements, async (one) => toKnown(one), 12)
  expect([shown[0]?.statement, isPending]).toEqual([signed, false])
})

test('what cannot be read now is behind what can, and holds nobody up', async () => {
  const find = async (one: number): Promise<Found> =>
    one < 48 ? { state: 'failed', retryAtMs: 9 } : toKnown(one)
  const { shown, isPending } = await proveInTurns(statements, find, 12)
  expect([shown[0]?.statement, isPending]).toEqual([signed, false])
})

test('few are shown in their order', async () => {
  const { shown } = await proveInTurns([1, signed, 2], async (one) => toKnown(one), 12)
  expect(shown.map(({ statement }) => statement)).toEqual([1, signed, 2])
})
