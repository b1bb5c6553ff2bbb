/**
 * The power goes while images are pushed: what was not synced is dropped, file by file and name by name, and what was acknowledged is
 * there after the next start.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { readDrillRounds, splitIntoLives } from '#lib/config/drill-rounds.ts'
import { createAcknowledgedPushes } from '#testing/registry/failing-disk/acknowledged-pushes.ts'
import { losePower, noteDurable } from '#testing/registry/failing-disk/lose-power.ts'
import { canDisksFail, openFailingDisk } from '#testing/registry/failing-disk/open-failing-disk.ts'
import { createRegistryInFolder, type RegistryInFolder } from '#testing/registry/registry-in-folder.ts'

/** Everything is copied in every round, and a file is lost as a whole or kept. */
const layerBytes = 300_000
const lives = splitIntoLives(readDrillRounds(5))

let registry: RegistryInFolder
beforeEach(() => {
  registry = createRegistryInFolder('registry-power-loss-')
})
afterEach(() => registry.remove())

test.skipIf(!canDisksFail())('a file in the place of another is not taken for it when the power goes', () => {
  const { folder, dataDir } = registry
  const durable = join(folder, 'durable')
  const disk = openFailingDisk(folder, dataDir, durable)
  writeFileSync(join(dataDir, 'blob'), 'what was there')
  noteDurable(dataDir, durable)
  // The name is not synced, so that the disk has the old file; its number is free for the ones that come then.
  const program = `
    const { openSync, writeSync, fsyncSync, renameSync, rmSync } = require('node:fs')
    const write = (path, text) => { const file = openSync(path, 'w'); writeSync(file, text); fsyncSync(file) }
    write('again', 'what was there')
    renameSync('again', process.cwd() + '/blob')
    for (let at = 0; at < 20; at += 1) write('other-' + at, 'something else')`
  execFileSync(process.execPath, ['-e', program], {
    cwd: dataDir,
    env: childEnvironment(disk.environment),
  })
  const after = join(folder, 'after')
  losePower(dataDir, durable, after, () => false)
  expect(readFileSync(join(after, 'blob'), 'utf8')).toBe('what was there')
  disk.close()
})

test.skipIf(!canDisksFail()).each(lives)(
  'after the power has gone $rounds times, everything acknowledged is there (from round $first)',
  { timeout: 800_000 },
  async ({ first, rounds }) => {
    const { folder, dataDir, end } = registry
    const durable = join(folder, 'durable')
    const disk = openFailingDisk(folder, dataDir, durable)
    const pushes = createAcknowledgedPushes('darkness', layerBytes)
    const start = async (environment: Record<string, string> = {}) => {
      await pushes.connect(await registry.start(environment), dataDir)
    }
    await start()
    await end('SIGTERM')
    for (let round = first; round < first + rounds; round += 1) {
      noteDurable(dataDir, durable)
      await start(disk.environment)
      const pushing = Array.from({ length: 3 }, async (_, pusher) => {
        for (let at = 0; at < 20; at += 1) {
          if ((await pushes.push(`tag-${pusher}-${at % 3}`)).includes(null)) return
        }
      })
      const enough = pushes.count() + 4 + Math.floor(Math.random() * 20)
      while (pushes.count() < enough && registry.current().process.exitCode === null) await sleep(5)
      await sleep(Math.random() * 50)
      await end('SIGKILL')
      await Promise.all(pushing)
      // By turns: everything unsynced is lost, or half of it, file by file.
      const share = round % 2 === 0 ? 0 : 0.5
      const after = join(folder, 'after')
      losePower(dataDir, durable, after, () => Math.random() < share)
      rmSync(dataDir, { recursive: true })
      renameSync(after, dataDir)
      await start()
      expect(await pushes.findLosses(), `round ${round}`).toEqual([])
      expect(await pushes.push('after'), `round ${round}`).toEqual([202, 202, 201, 202, 202, 201, 201])
      expect(registry.current().lines.filter((line) => line.includes('damaged'))).toEqual([])
      await end('SIGTERM')
    }
    expect(pushes.count()).toBeGreaterThan(4 * rounds)
    disk.close()
  },
)
