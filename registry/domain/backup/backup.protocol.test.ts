/**
 * A registry that is written to is backed up, lost and restored: nothing that was acknowledged before the backup began is missing,
 * by the checksums of everything that is pulled. As a drill: `npm run drills -- backup --rounds 50`.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { readDrillRounds } from '#lib/config/drill-rounds.ts'
import { type RegistryProcess, startRegistry } from '#testing/registry/start-registry.ts'
import { listLost, startWriteLoad, type WriteLoad } from '#testing/registry/write-load.ts'

const rounds = readDrillRounds(2)
const roundTimeoutMs = 120_000
const collecting = { GC_INTERVAL_SECONDS: '1', GC_GRACE_SECONDS: '2' }

let root: string
let dataDir: string
let backup: string
let registry: RegistryProcess | null = null
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'registry-backup-'))
  dataDir = join(root, 'data')
  backup = join(root, 'backup')
})
afterEach(async () => {
  await end('SIGKILL')
  rmSync(root, { recursive: true })
})

async function start(environment: Record<string, string> = {}) {
  registry = startRegistry(dataDir, environment)
  return { endpoint: await registry.url, credentialsFile: join(dataDir, 'credentials') }
}

async function end(signal: NodeJS.Signals): Promise<void> {
  registry?.process.kill(signal)
  await registry?.ended
  registry = null
}

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = childEnvironment({ DATA_DIR: dataDir })
  return promisify(execFile)(process.execPath, ['registry/cli.ts', ...args], { env }).then(
    (output) => ({ code: 0, ...output }),
    (error) => ({ code: error.code, stdout: error.stdout, stderr: error.stderr }),
  )
}

async function runWell(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...args)
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

async function untilPushed(load: WriteLoad, images: number): Promise<void> {
  while (load.images.size < images) await sleep(20)
}

/** Loses everything, and restores the newest point; nothing of these may be missing. */
async function expectRestored(
  images: Iterable<Parameters<typeof listLost>[1] extends Iterable<infer Image> ? Image : never>,
) {
  await end('SIGKILL')
  rmSync(dataDir, { recursive: true })
  await runWell('restore', backup)
  await runWell('store', 'verify')
  expect(await runWell('audit', 'verify')).toContain('as it was written')
  const { endpoint } = await start()
  expect(await listLost(endpoint, images)).toEqual([])
  await end('SIGTERM')
}

test(`${rounds} times: a backup under write load, a loss of everything, and a restore`, {
  timeout: rounds * roundTimeoutMs,
}, async () => {
  const acknowledged = []
  for (let round = 1; round <= rounds; round += 1) {
    const load = startWriteLoad(await start(), `round-${round}`)
    await untilPushed(load, 5 + Math.floor(Math.random() * 10))
    acknowledged.push(...load.images)
    await runWell('backup', backup)
    await load.stop()
    expect(load.images.size).toBeGreaterThan(0)
    await expectRestored(acknowledged)
  }
  expect(await runWell('backup', 'verify', backup)).toContain(`points:  ${rounds}`)
})

test(`${rounds} times: the same while garbage is collected`, {
  timeout: rounds * roundTimeoutMs,
}, async () => {
  const acknowledged = []
  for (let round = 1; round <= rounds; round += 1) {
    const load = startWriteLoad(await start(collecting), `round-${round}`, { deleteMost: true })
    await untilPushed(load, 3)
    // Long enough that what was deleted first becomes garbage while the backup runs.
    await sleep(4000 + Math.random() * 1000)
    acknowledged.push(...load.images)
    await runWell('backup', backup, '--keep', '2')
    await load.stop()
    await expectRestored(acknowledged)
  }
  await runWell('backup', 'verify', backup)
})

test('what cannot be restored is refused in words, and changes nothing; what was interrupted goes on', {
  timeout: 240_000,
}, async () => {
  const load = startWriteLoad(await start(), 'refused')
  await untilPushed(load, 2)
  await load.stop()
  await runWell('backup', backup)
  expect((await run('restore', backup)).stderr).toMatch(/is in use by process \d+/)
  expect((await run('backup', join(dataDir, 'inside'))).stderr).toContain('must not lie in each other')
  await end('SIGTERM')
  expect((await run('restore', backup)).stderr).toContain('is not empty, and nothing in it is replaced')

  const lost = join(root, 'lost')
  renameSync(dataDir, lost)
  const [name = ''] = readdirSync(join(backup, 'points'))
  const key = join(backup, 'points', name, 'key')
  renameSync(key, join(root, 'key'))
  expect((await run('restore', backup)).stderr).toContain('The backup has no key')
  expect((await run('restore', backup, '--key', join(lost, 'credentials'))).stderr).toContain(
    'is not the key',
  )
  expect((await run('restore', backup, '--at', '2020-01-01T00:00:00Z')).stderr).toContain('is after 2020')
  expect(readdirSync(root)).not.toContain('data')

  // A blob of the backup that is cut short ends the restore in its middle; no registry starts on the half.
  const [digest = ''] = [...load.images][0]?.layers ?? []
  const hex = digest.slice('sha256:'.length)
  const blob = join(backup, 'blobs', 'sha256', hex.slice(0, 2), hex)
  const whole = join(lost, 'blobs', 'sha256', hex.slice(0, 2), hex)
  const { size } = statSync(blob)
  truncateSync(blob, size - 1)
  expect((await run('backup', 'verify', backup)).stderr).toContain(digest)
  const withKey = ['restore', backup, '--key', join(root, 'key')]
  expect((await run(...withKey)).stderr).toContain(`${digest} has ${size - 1} bytes instead of ${size}`)
  expect((await run('store', 'check')).code).not.toBe(0)
  await expect(start()).rejects.toThrow('has begun and not ended')
  registry = null
  renameSync(whole, blob)
  await runWell(...withKey)
  const { endpoint } = await start()
  expect(await listLost(endpoint, load.images)).toEqual([])
})
