import { expect, test } from 'vitest'
import { createDeletions } from './deletions.ts'

test('while deletions are held off none begins, and holding waits for those that have begun', async () => {
  const deletions = createDeletions()
  const events: string[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const begun = deletions.run(async () => {
    await promise
    events.push('deleted')
  })
  const held = deletions.hold().then((hold) => {
    events.push('held')
    return hold
  })
  resolve()
  const first = await held
  await begun
  expect(events).toEqual(['deleted', 'held'])

  await deletions.run(async () => void events.push('deleted while held'))
  const second = await deletions.hold()
  expect(first.isHeld()).toBe(true)
  first.release()
  first.release()
  expect([first, second].map((hold) => hold.isHeld())).toEqual([false, true])
  await deletions.run(async () => void events.push('deleted while one still holds'))
  expect(events).toEqual(['deleted', 'held'])
  second.release()
  await deletions.run(async () => void events.push('deleted again'))
  expect(events).toEqual(['deleted', 'held', 'deleted again'])
})
