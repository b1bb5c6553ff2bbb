/** Guards that a store which did not answer once is asked again, and not each second. */
import { afterEach, expect, test, vi } from 'vitest'
import { openTestService } from '#testing/registry/open-test-service.ts'
import { createLostSecrets } from './lost-secrets.ts'

afterEach(() => void vi.useRealTimers())

test('what could not be found out is looked for again after a minute', async () => {
  await using opened = await openTestService()
  const { store, keys, log } = opened.service
  let isAway = true
  let asked = 0
  const listSealed: typeof store.accessKeys.listSealed = (...page) => {
    asked += 1
    return isAway ? Promise.reject(new Error('The store is away.')) : store.accessKeys.listSealed(...page)
  }
  const lost = createLostSecrets({ store: { accessKeys: { ...store.accessKeys, listSealed } }, keys, log })
  vi.useFakeTimers({ toFake: ['performance'] })
  await expect(lost.look()).rejects.toThrow('away')
  isAway = false
  await lost.look()
  expect(asked).toBe(1)
  vi.advanceTimersByTime(60_000)
  await lost.look()
  expect(asked).toBeGreaterThan(1)
  const before = asked
  vi.advanceTimersByTime(600_000)
  await lost.look()
  expect(asked).toBe(before)
})
