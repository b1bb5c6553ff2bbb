import { expect, test } from 'vitest'
import { createPendingChanges } from './pending-changes.ts'

const at = '2026-03-01T12:00:00.000Z'
const toChange = (sequence: number, registryId: string, repositoryName: string | null) => ({
  sequence,
  registryId,
  repositoryName,
  at,
})
const toNames = (changes: readonly { repositoryName: string }[]) =>
  changes.map(({ repositoryName }) => repositoryName)

test('of one registry the newest and the oldest are taken in turn', () => {
  const pending = createPendingChanges()
  pending.add([1, 2, 3, 4, 5].map((sequence) => toChange(sequence, 'a', `r${sequence}`)))
  expect(toNames(pending.take(3))).toEqual(['r5', 'r1', 'r4'])
  expect([pending.size, pending.findFirst()]).toEqual([2, 2])
  expect(toNames(pending.take(9))).toEqual(['r2', 'r3'])
  expect([pending.size, pending.findFirst(), pending.take(1)]).toEqual([0, null, []])
})

test('one who changes thousands keeps neither others nor a later change of its own waiting', () => {
  const pending = createPendingChanges()
  pending.add(Array.from({ length: 5_000 }, (_, at) => toChange(at + 1, 'bulk', `r${at}`)))
  pending.add([toChange(5_001, 'other', 'single'), toChange(5_002, 'bulk', 'late')])
  expect(toNames(pending.take(3))).toEqual(expect.arrayContaining(['single', 'late']))
})

test('whoever was served last is served last in the next batch', () => {
  const pending = createPendingChanges()
  pending.add(
    ['a', 'b', 'c', 'a', 'b', 'c'].map((registry, at) => toChange(at + 1, registry, `${registry}${at}`)),
  )
  expect(pending.take(2).map(({ registryId }) => registryId)).toEqual(['a', 'b'])
  expect(pending.take(2).map(({ registryId }) => registryId)).toEqual(['c', 'a'])
})

test('a repository waits once, at the place of its last change, from which a later process can go on', () => {
  const pending = createPendingChanges()
  pending.add([toChange(1, 'a', 'x'), toChange(2, 'a', 'y'), toChange(3, 'a', 'x')])
  expect([pending.size, pending.findFirst()]).toEqual([2, 2])
  expect(pending.take(9)).toEqual([{ ...toChange(3, 'a', 'x') }, { ...toChange(2, 'a', 'y') }])
})

test('a change of the registry itself is no repository', () => {
  const pending = createPendingChanges()
  pending.add([toChange(1, 'a', null)])
  expect([pending.size, pending.findFirst()]).toEqual([0, null])
})

test('what is added and taken for ever, in any order, is each time what was changed last', () => {
  const pending = createPendingChanges()
  const waiting = new Map<string, number>()
  let seed = 7
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  for (let sequence = 1; sequence <= 20_000; sequence += 1) {
    const [registryId, repositoryName] = [`g${next(5)}`, `r${next(300)}`]
    pending.add([toChange(sequence, registryId, repositoryName)])
    waiting.set(`${registryId}/${repositoryName}`, sequence)
    if (next(3) > 0) continue
    for (const taken of pending.take(next(4))) {
      const key = `${taken.registryId}/${taken.repositoryName}`
      expect(waiting.get(key)).toBe(taken.sequence)
      waiting.delete(key)
    }
    if (next(500) === 0) expect(pending.findFirst()).toBe(Math.min(...waiting.values()))
  }
  expect(pending.size).toBe(waiting.size)
})
