/** Guards that counts are written exactly once, whatever becomes of the transaction that writes them, and of the news of it. */
import { expect, test } from 'vitest'
import { openTestService } from '#testing/registry/open-test-service.ts'
import { createBatchWriter } from './batch-writer.ts'
import type { Store } from './open-store.ts'

const clock = () => new Date('2026-03-01T12:00:00Z')

async function openWriter() {
  const opened = await openTestService()
  const { store } = opened.service
  let fault: 'before' | 'behind' | null = null
  const faulty: Pick<Store, 'quietly'> = {
    async quietly(run, key) {
      if (fault === 'before') throw new Error('It was not begun.')
      const result = await store.quietly(run, key)
      if (fault === 'behind') throw new Error('Nobody knows.')
      return result
    },
  }
  let counted = 0
  const sent = { month: '2026-03', client: 'somebody' }
  const written: number[] = []
  const flush = createBatchWriter<number>({
    store: faulty,
    of: 'transfers',
    newId: () => 'one',
    clock,
    take() {
      const taken = counted
      counted = 0
      return taken === 0 ? null : taken
    },
    add: (tx, bytes) => tx.transfers.add([{ ...sent, bytes }], '2026-01'),
    onWritten: (bytes) => written.push(bytes),
  })
  return {
    count: (bytes: number) => {
      counted += bytes
    },
    break(how: typeof fault) {
      fault = how
    },
    flush,
    written,
    read: () => store.transfers.get(sent),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  }
}

test('what may have been written is written once, and what came meanwhile beside it', async () => {
  await using writer = await openWriter()
  writer.count(5)
  writer.break('behind')
  await expect(writer.flush()).rejects.toThrow('Nobody knows.')
  expect(await writer.read()).toBe(5)
  writer.count(7)
  await expect(writer.flush()).rejects.toThrow('Nobody knows.')
  writer.break(null)
  await writer.flush()
  expect(await writer.read()).toBe(12)
  expect(writer.written).toEqual([5, 7])
})

test('what was not written is written later', async () => {
  await using writer = await openWriter()
  writer.count(5)
  writer.break('before')
  await expect(writer.flush()).rejects.toThrow('It was not begun.')
  writer.break(null)
  await writer.flush()
  await writer.flush()
  expect(await writer.read()).toBe(5)
})

test('calls at the same time write it once', async () => {
  await using writer = await openWriter()
  writer.count(5)
  await Promise.all([writer.flush(), writer.flush(), writer.flush()])
  expect(await writer.read()).toBe(5)
  expect(writer.written).toEqual([5])
})
