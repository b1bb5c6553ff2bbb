/** A layer of any size takes the same memory: the registry never holds more than a few mebibytes of it. */
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { measureLargeLayer } from '#testing/registry/measure-large-layer.ts'

const mebibyte = 1024 * 1024

// The memory of another process can be read on Linux alone.
test.skipIf(!existsSync('/proc/self/status'))(
  'a layer of 1 GiB is pushed and pulled with at most 64 MiB above idle',
  { timeout: 300_000 },
  async () => {
    const { pushBytes, pullBytes, isSame } = await measureLargeLayer(1024)
    expect(isSame).toBe(true)
    expect(pushBytes).toBeLessThan(64 * mebibyte)
    expect(pullBytes).toBeLessThan(64 * mebibyte)
  },
)
