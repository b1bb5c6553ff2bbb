/** Guards that whoever asks for much takes nobody else's turn. */
import { expect, test } from 'vitest'
import { createTurns } from './take-turns.ts'

test('turns go round among those who wait, and one asker fills its own share alone', async () => {
  const turns = createTurns({ concurrency: 1, maxWaiting: 6, maxOfOne: 4 })
  const served: string[] = []
  const ask = async (of: string) => {
    await turns.take(of)
    served.push(of)
  }
  await ask('busy')
  const asked = ['busy', 'busy', 'busy', 'busy'].map(ask)
  expect([turns.isFull('busy'), turns.isFull('other')]).toEqual([true, false])
  asked.push(ask('other'), ask('third'))
  // As many as may wait in all.
  expect(turns.isFull('other')).toBe(true)
  for (let turn = 0; turn < 7; turn += 1) {
    turns.give()
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(asked)
  expect(served).toEqual(['busy', 'busy', 'other', 'third', 'busy', 'busy', 'busy'])
  // All turns are free again.
  await turns.take('other')
  expect(turns.isFull('other')).toBe(false)
})
