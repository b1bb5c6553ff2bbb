/** Guards that nothing about access is answered from memory once a change of it was committed, and all else is. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createUser } from '#registry/domain/identities/manage-user.ts'
import { type ApiTest, openApiTest } from '#testing/registry/ecr-public/open-api-test.ts'
import { type AccessCache, createAccessCache } from './access-cache.ts'

let api: ApiTest
let cache: AccessCache
let loads: number
beforeEach(async () => {
  api = await openApiTest()
  cache = createAccessCache(api.service.store)
  loads = 0
})
afterEach(() => api.close())

const load = async () => {
  loads += 1
  return loads
}
const changeAccess = (name: string) => createUser(api.service, { accountId: '111111111111', name })

test('what was read once is kept over commits of other things', async () => {
  expect([await cache.read('a', load), await cache.read('a', load)]).toEqual([1, 1])
  await api.call('CreateRepository', { repositoryName: 'app' })
  expect(await cache.read('a', load)).toBe(1)
})

test('a change of access counts at once', async () => {
  await cache.read('a', load)
  await changeAccess('ci')
  expect([await cache.read('a', load), await cache.read('a', load)]).toEqual([2, 2])
})

test('what was read while access changed is not kept', async () => {
  const slow = async () => {
    const value = await load()
    await changeAccess('ci')
    return value
  }
  expect(await cache.read('a', slow)).toBe(1)
  expect(await cache.read('a', load)).toBe(2)
})

test('a change that was rolled back leaves what is kept', async () => {
  await cache.read('a', load)
  await changeAccess('ci')
  await cache.read('a', load)
  await expect(changeAccess('ci')).rejects.toThrow('already')
  expect(await cache.read('a', load)).toBe(2)
})

test('what is large leaves room for little, however many ask', async () => {
  const mebibyte = 1024 * 1024
  for (let at = 0; at < 40; at++) await cache.read(`large ${at}`, load, () => mebibyte)
  expect(loads).toBe(40)
  await cache.read('large 39', load, () => mebibyte)
  expect(loads).toBe(40)
  await cache.read('large 0', load, () => mebibyte)
  expect(loads).toBe(41)
})
