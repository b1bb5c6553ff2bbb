/** Points of a backup that have lost something: what is left is named, kept and used, and never taken for a whole one. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiTest, openApiTest } from '#testing/registry/ecr-public/open-api-test.ts'
import { listPoints } from './backup-point.ts'
import { createBackup } from './create-backup.ts'
import { restoreBackup } from './restore-backup.ts'
import { verifyBackup } from './verify-backup.ts'

let api: ApiTest
let root: string
let backup: string
let told: string[]
beforeEach(async () => {
  api = await openApiTest()
  root = mkdtempSync(join(tmpdir(), 'backup-points-'))
  backup = join(root, 'backup')
  told = []
  await api.call('CreateRepository', { repositoryName: 'app' })
})
afterEach(async () => {
  await api.close()
  rmSync(root, { recursive: true })
})

const call = { signal: new AbortController().signal, tell: (line: string) => void told.push(line) }
const backUp = async (to = backup, keep?: number) => {
  const { config, clock, keys, store, images } = api.service
  const service = { config, clock, keys, store, deletions: images.deletions, flush: async () => {} }
  return createBackup(service, { to, keep }, call)
}
const pathOf = (name: string) => join(backup, 'points', name)
/** Two points, the older first. */
async function makeTwo(): Promise<[string, string]> {
  await backUp()
  await backUp()
  const [older, newer] = (await listPoints(backup)).map(({ name }) => name)
  return [older ?? '', newer ?? '']
}

test('a point that has lost its manifest is named and left alone, and the others are used', async () => {
  const [older, newer] = await makeTwo()
  rmSync(join(pathOf(newer), 'manifest.json'))
  await expect(verifyBackup(backup, undefined, call)).rejects.toThrow(`${newer} has no manifest.json`)
  await verifyBackup(backup, older, call)
  told = []
  const { point } = await restoreBackup(join(root, 'restored'), { from: backup }, call)
  expect([point, told[0]]).toEqual([older, expect.stringContaining(`${newer} has no manifest.json`)])
  told = []
  await backUp()
  expect(told.join()).toContain(`${newer} has no manifest.json`)
  expect(existsSync(join(pathOf(newer), 'metadata.sqlite'))).toBe(true)
})

test('what a backup that did not end has left is removed by the next one, and is no damage before', async () => {
  const [older, newer] = await makeTwo()
  mkdirSync(pathOf('20260101T000000.000Z.unfinished'))
  writeFileSync(join(pathOf('20260101T000000.000Z.unfinished'), 'key'), 'half')
  await verifyBackup(backup, undefined, call)
  const { removedPoints } = await backUp(backup, 2)
  expect(removedPoints).toBe(1)
  expect(readdirSync(join(backup, 'points'))).toEqual([newer, expect.any(String)])
  expect(readdirSync(join(backup, 'points'))).not.toContain(older)
})

test.each([
  ['is missing', (path: string) => rmSync(path)],
  ['is not what was written', (path: string) => truncateSync(path, 10)],
])('a list of blobs that %s is told, and nothing is removed by it', async (problem, damage) => {
  const [, newer] = await makeTwo()
  damage(join(pathOf(newer), 'blobs.txt'))
  await expect(verifyBackup(backup, undefined, call)).rejects.toThrow(`${newer}: blobs.txt ${problem}`)
  await expect(backUp(backup, 2)).rejects.toThrow(
    `no older point was removed: blobs.txt of ${newer} ${problem}`,
  )
  expect(await listPoints(backup)).toHaveLength(3)
})

test('no backup is made into the store, nor restored into the backup, also not by a link', async () => {
  await backUp()
  const { dataDir } = api.service.config
  symlinkSync(dataDir, join(root, 'link'))
  await expect(backUp(join(root, 'link', 'backup'))).rejects.toThrow('must not lie in each other')
  expect(existsSync(join(dataDir, 'backup'))).toBe(false)
  symlinkSync(join(backup, 'points'), join(root, 'points'))
  for (const place of [join(backup, 'data'), join(root, 'points', 'data')]) {
    await expect(restoreBackup(place, { from: backup }, call)).rejects.toThrow('lies in the backup')
  }
  // A name that only looks like the way up.
  await expect(backUp(join(dataDir, '..backup'))).rejects.toThrow('must not lie in each other')
})
