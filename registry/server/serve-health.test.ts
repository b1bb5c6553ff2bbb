import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createLostBlobs } from '#registry/domain/images/lost-blobs.ts'
import { createDiskSpace } from '#registry/store/disk-space.ts'
import { openStore } from '#registry/store/open-store.ts'
import { serveHealth } from './serve-health.ts'

test('after a sync that failed the registry says that nothing is written, and reads go on', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'serve-health-'))
  let isBroken = false
  const syncFile = async () => {
    if (isBroken) throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })
  }
  const store = await openStore({ dataDir, syncFile })
  const log = pino({ level: 'silent' })
  const space = createDiskSpace(dataDir, 0)
  const images = { lost: createLostBlobs(log) }
  const lostSecrets = { count: () => 0 }
  expect(await serveHealth({ store, log, images, lostSecrets, space })).toMatchObject({ status: 200 })
  isBroken = true
  await expect(store.transaction((tx) => tx.settings.put('demo', 'done'))).rejects.toThrow()
  const { status, body } = await serveHealth({ store, log, images, lostSecrets, space })
  expect([status, String(body)]).toEqual([
    503,
    expect.stringContaining('nothing is written until the next start'),
  ])
  expect(await store.repositories.countAll()).toBe(0)
  await store.close()
  rmSync(dataDir, { recursive: true })
})
