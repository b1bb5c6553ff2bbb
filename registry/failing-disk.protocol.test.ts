import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { readDrillRounds, splitIntoLives } from '#lib/config/drill-rounds.ts'
import { createAcknowledgedPushes } from '#testing/registry/failing-disk/acknowledged-pushes.ts'
import {
  canDisksFail,
  type DiskFault,
  openFailingDisk,
} from '#testing/registry/failing-disk/open-failing-disk.ts'
import { createRegistryInFolder, type RegistryInFolder } from '#testing/registry/registry-in-folder.ts'

const rounds = readDrillRounds(18)

/** Statuses of a push that goes well. */
const wholePush = [202, 202, 201, 202, 202, 201, 201]

const faults: readonly Omit<DiskFault, 'after'>[] = [
  { calls: ['write'], error: 'EIO', part: '/uploads/' },
  { calls: ['write'], error: 'ENOSPC', part: '/uploads/' },
  { calls: ['write'], error: 'short', part: '/uploads/' },
  { calls: ['sync'], error: 'EIO', part: '/uploads/' },
  { calls: ['rename'], error: 'EIO', part: '/blobs/' },
  { calls: ['sync'], error: 'EIO', part: '/blobs/' },
  { calls: ['read'], error: 'EIO', part: '/blobs/' },
  { calls: ['read'], error: 'short', part: '/blobs/' },
  { calls: ['write'], error: 'EIO', part: 'metadata.sqlite' },
  { calls: ['write'], error: 'ENOSPC', part: 'metadata.sqlite' },
  { calls: ['write'], error: 'short', part: 'metadata.sqlite' },
  { calls: ['sync'], error: 'EIO', part: 'metadata.sqlite' },
  { calls: ['read'], error: 'EIO', part: 'metadata.sqlite' },
  { calls: ['truncate'], error: 'EIO', part: 'metadata.sqlite' },
  { calls: ['write'], error: 'EIO', part: '/audit/' },
  { calls: ['write'], error: 'ENOSPC', part: '/audit/' },
  { calls: ['write', 'sync', 'rename', 'truncate'], error: 'EIO' },
  { calls: ['write', 'sync', 'rename', 'truncate', 'read'], error: 'EIO' },
]

let registry: RegistryInFolder
beforeEach(() => {
  registry = createRegistryInFolder('registry-failing-disk-')
})
afterEach(() => registry.remove())

let failed = 0
// Otherwise they have shown nothing.
afterAll(() => expect(failed).toBeGreaterThan(rounds / 2))

test.skipIf(!canDisksFail()).each(splitIntoLives(rounds))(
  'after $rounds rounds with a disk that fails, everything acknowledged is there (from round $first)',
  { timeout: 800_000 },
  async ({ first, rounds }) => {
    const { folder, dataDir, end } = registry
    const disk = openFailingDisk(folder, dataDir)
    const pushes = createAcknowledgedPushes('failing')
    const start = async (environment: Record<string, string> = {}) => {
      await pushes.connect(await registry.start(environment), dataDir)
    }
    for (let round = first; round < first + rounds; round += 1) {
      const fault = faults[round % faults.length]
      if (fault === undefined) break
      const what = `${JSON.stringify(fault)} in round ${round}`
      disk.mend()
      await start(disk.environment)
      expect(await pushes.push('before'), what).toEqual(wholePush)
      // Later rounds begin deeper in a push.
      disk.fail({ ...fault, after: Math.floor(round / faults.length) * 3 + (round % 3) })
      const statuses = await pushes.push(`tag-${round % 4}`)
      // A pull that ends well has the right bytes, whatever the disk does.
      expect(await pushes.findWrongPulls(), what).toEqual([])
      failed += disk.countFailed()
      if (fault.error === 'short') expect(statuses, what).toEqual(wholePush)
      const refused = statuses.filter((status) => status !== null && status > 202)
      for (const status of refused) expect([500, 503, 507], what).toContain(status)
      // It lives, and says how it is.
      expect(registry.current().process.exitCode, what).toBeNull()
      expect([200, 503], what).toContain(
        (await fetch(new URL('/healthz', await registry.current().url))).status,
      )
      disk.mend()
      await end(round % 2 === 0 ? 'SIGKILL' : 'SIGTERM')
      await start()
      expect(await pushes.findLosses(), `${what}, where the push got ${statuses}`).toEqual([])
      expect(await pushes.push('after'), what).toEqual(wholePush)
      await end('SIGTERM')
    }
    disk.close()
  },
)
