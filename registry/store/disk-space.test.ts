import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createDiskSpace } from './disk-space.ts'
import { StoreFullError } from './store-error.ts'

const reserve = 2_500_000
let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'disk-space-'))
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(dataDir, { recursive: true })
})

const countReserve = () => statSync(join(dataDir, 'reserve'), { throwIfNoEntry: false })?.size ?? 0

test('the reserve is made where there is room, given up when nothing is left, and made again', async () => {
  let free = 3 * reserve
  const space = createDiskSpace(dataDir, reserve, () => free - countReserve())
  await space.keepReserve()
  expect(countReserve()).toBe(reserve)
  free = reserve + 1000
  await space.keepReserve()
  expect(countReserve()).toBe(0)
  expect(space.read()).toEqual({ freeBytes: reserve + 1000, isLow: true })
  // What was given up is for deletes, not for uploads.
  expect(() => space.requireRoom(0)).toThrow(StoreFullError)
  free = 4 * reserve
  await space.keepReserve()
  expect(countReserve()).toBe(reserve)
  expect(space.read().isLow).toBe(false)
})

test('what was let in counts until it must have been written; where there is plenty, the disk is looked at once a second', () => {
  let looks = 0
  let free = 1000
  const space = createDiskSpace(dataDir, 0, () => {
    looks += 1
    return free
  })
  space.requireRoom(600)
  expect(() => space.requireRoom(600)).toThrow(StoreFullError)
  space.requireRoom(400)
  expect(looks).toBe(1)
  vi.advanceTimersByTime(1001)
  expect(() => space.requireRoom(1)).toThrow(StoreFullError)
  vi.advanceTimersByTime(1001)
  space.requireRoom(600)
  expect(looks).toBe(3)
  free = 1e12
  vi.advanceTimersByTime(100)
  for (let at = 0; at < 50; at += 1) {
    space.requireRoom(1)
    vi.advanceTimersByTime(10)
  }
  expect(looks).toBe(4)
})

test('a file system that does not tell refuses nothing', () => {
  const space = createDiskSpace(dataDir, reserve, () => {
    throw new Error('ENOSYS')
  })
  space.requireRoom(1e15)
  expect(space.read()).toEqual({ freeBytes: null, isLow: false })
})
