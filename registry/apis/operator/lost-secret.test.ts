/** A secret that is lost, damaged or another one opens no access key: start, health, check and backups say so before somebody relies on it. */
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '#lib/config/config.ts'
import { createFirstAccounts } from '#registry/domain/identities/create-first-accounts.ts'
import { serveHealth } from '#registry/server/serve-health.ts'
import { closeService, openService, type Service } from '#registry/service.ts'
import { findVerb } from './operator-table.ts'

let folder: string
let key: string
let service: Service
let log: string[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lost-secret-'))
  key = join(folder, 'data', 'key')
  log = []
  await open()
  await createFirstAccounts(service)
})
afterEach(async () => {
  await closeService(service)
  rmSync(folder, { recursive: true })
})

async function open(): Promise<void> {
  const config = readConfig({ DATA_DIR: join(folder, 'data') })
  const lines = pino({ level: 'debug' }, { write: (line: string) => void log.push(line) })
  service = await openService(config, { log: lines, clock: () => new Date('2026-03-01T12:00:00.000Z') })
}

const call = { signal: new AbortController().signal, tell: () => {}, emit: () => {} }
const run = async (group: string, name: string, input: object = {}) =>
  findVerb(group, name)?.call(service, input, call)
const backUp = () => run('backup', 'create', { to: join(folder, 'backup') })
const readHealth = async () => {
  await service.lostSecrets.look()
  return JSON.parse(String((await serveHealth(service)).body))
}
test('another secret is told by the log, the health, the check and a backup, until the right one is back', async () => {
  expect(await readHealth()).not.toHaveProperty('lostSecrets')
  renameSync(key, join(folder, 'key'))
  writeFileSync(key, Buffer.alloc(32, 7))
  await closeService(service)
  await open()
  expect(await readHealth()).toMatchObject({ status: 'ok', lostSecrets: 2 })
  await readHealth()
  const told = log.filter((line) =>
    line.includes('2 of 2 access keys are sealed under a secret that is not here'),
  )
  expect(told).toHaveLength(1)
  await expect(run('store', 'check')).rejects.toThrow('2 of 2 access keys are sealed under a secret that')
  await expect(backUp()).rejects.toThrow(/is made, but:\n2 of 2 access keys are sealed/)
  writeFileSync(key, readFileSync(join(folder, 'key')))
  service.keys.recheck()
  expect(await readHealth()).not.toHaveProperty('lostSecrets')
  await run('store', 'check')
  // The clock stands still, or was set back: it is the newest nevertheless.
  await backUp()
  const { points } = (await run('backup', 'list', { from: join(folder, 'backup') })) as {
    points: { name: string }[]
  }
  expect(points.map(({ name }) => name)).toEqual(['20260301T120000.000Z', '20260301T120000.001Z'])
})

test('a secret that is missing is made anew only where nothing is sealed under it', async () => {
  renameSync(key, join(folder, 'key'))
  await expect(backUp()).rejects.toThrow('There was no DATA_DIR/key for it')
  mkdirSync(key)
  await expect(backUp()).rejects.toThrow(/key cannot be copied .* and no backup was made/)
  rmSync(key, { recursive: true })
  await closeService(service)
  await expect(open()).rejects.toThrow(
    'key is missing, and access keys are sealed under it. Put it back from a',
  )
  renameSync(join(folder, 'key'), key)
  await open()
  expect(await readHealth()).not.toHaveProperty('lostSecrets')
})
