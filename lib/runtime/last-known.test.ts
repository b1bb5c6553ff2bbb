/** Guards that a visitor gets the last copy in time when a source is slow or away, and that the copies stay within their bound. */
import { describe, expect, test } from 'vitest'
import { createLastKnown } from './last-known.ts'

const passing = new Error('away')
const options = {
  waitMs: 20,
  toSizeBytes: (value: unknown) => String(value).length,
  isPassing: (error: unknown) => error === passing,
}

function never(): Promise<never> {
  return new Promise(() => {})
}

function createStore(maxBytes = 100_000) {
  let nowMs = 0
  const store = createLastKnown({ maxBytes, now: () => nowMs })
  return { get: store.get, setNow: (value: number) => (nowMs = value) }
}

describe('createLastKnown', () => {
  test('gives what was read, and what was read before when the source fails or is silent', async () => {
    const { get, setNow } = createStore()
    expect(await get('a', async () => 'one', options)).toEqual({ value: 'one', asOfMs: null })
    setNow(5_000)
    expect(await get('a', () => Promise.reject(passing), options)).toEqual({ value: 'one', asOfMs: 0 })
    expect(await get('a', never, options)).toEqual({ value: 'one', asOfMs: 0 })
  })

  test('throws when nothing is known, and what is not the fault of the source in any case', async () => {
    const { get } = createStore()
    await expect(get('a', () => Promise.reject(passing), options)).rejects.toBe(passing)
    await expect(get('b', never, options)).rejects.toThrow('no answer in 20 ms')
    await get('c', async () => 'one', options)
    const other = new Error('a mistake of ours')
    await expect(get('c', () => Promise.reject(other), options)).rejects.toBe(other)
  })

  test('begins no second reading while one is overdue, lets nobody wait for it, and has its result later', async () => {
    const { get } = createStore()
    await get('a', async () => 'one', options)
    const slow = Promise.withResolvers<string>()
    expect((await get('a', () => slow.promise, options)).value).toBe('one')
    let isAsked = false
    const again = async () => {
      isAsked = true
      return 'three'
    }
    expect((await get('a', again, { ...options, waitMs: 60_000 })).value).toBe('one')
    expect(isAsked).toBe(false)
    slow.resolve('two')
    await slow.promise
    expect((await get('a', () => Promise.reject(passing), options)).value).toBe('two')
  })

  test('forgets what is gone', async () => {
    const { get } = createStore()
    await get<string | null>('a', async () => 'one', options)
    expect((await get<string | null>('a', async () => null, options)).value).toBeNull()
    await expect(get('a', () => Promise.reject(passing), options)).rejects.toBe(passing)
  })

  test('keeps about as many bytes as it may, and what was used last', async () => {
    const { get } = createStore(50_000)
    const part = 'x'.repeat(9_600)
    for (const key of ['a', 'b', 'c', 'd', 'e']) await get(key, async () => part, options)
    await get('a', () => Promise.reject(passing), options)
    await get('f', async () => part, options)
    await get('large', async () => 'x'.repeat(12_300), options)
    expect((await get('a', () => Promise.reject(passing), options)).value).toBe(part)
    for (const key of ['b', 'large']) {
      await expect(get(key, () => Promise.reject(passing), options)).rejects.toBe(passing)
    }
  })
})
