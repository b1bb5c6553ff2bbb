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
  const held = deletions.hold().then((release) => {
    events.push('held')
    return release
  })
  resolve()
  const release = await held
  await begun
  expect(events).toEqual(['deleted', 'held'])

  await deletions.run(async () => void events.push('deleted while held'))
  const releaseSecond = await deletions.hold()
  release()
  release()
  await deletions.run(async () => void events.push('deleted while one still holds'))
  expect(events).toEqual(['deleted', 'held'])
  releaseSecond()
  await deletions.run(async () => void events.push('deleted again'))
  expect(events).toEqual(['deleted', 'held', 'deleted again'])
})
