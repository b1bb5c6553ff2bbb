/** The operator's commands, run as an operator runs them. */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { toDigest } from '#lib/oci/digest.ts'
import { openStore } from './store/open-store.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'registry-cli-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = childEnvironment({ DATA_DIR: dataDir })
  const command = [join(import.meta.dirname, 'cli.ts'), ...args]
  return promisify(execFile)(process.execPath, command, { env }).then(
    (output) => ({ code: 0, ...output }),
    (error) => ({ code: error.code, stdout: error.stdout, stderr: error.stderr }),
  )
}

const makeStore = async () => (await openStore({ dataDir })).close()

test('the help names every command; an unknown one is refused with it', async () => {
  const help = await run()
  expect(help).toMatchObject({ code: 0, stderr: '' })
  for (const name of [
    'check',
    'verify',
    'create-account',
    'create-key',
    'delete-key',
    'add-alias',
    'set-verified',
  ]) {
    expect(help.stdout).toContain(`  ${name}`)
  }
  expect((await run('--help')).stdout).toBe(help.stdout)
  const unknown = await run('serve')
  expect(unknown).toMatchObject({ code: 1, stdout: '' })
  expect(unknown.stderr).toBe(`There is no command 'serve'.\n\n${help.stdout}`)
})

test('a publisher is made with a few commands, and check counts it', async () => {
  await makeStore()
  const { stdout } = await run('create-account', '--display-name', 'Tide')
  const accountId = stdout.trim()
  expect(accountId).toMatch(/^\d{12}$/)
  const key = await run('create-key', '--account', accountId, '--user', 'ci')
  expect(key.stdout).toMatch(/^\[ci\]\naws_access_key_id = AKIA.{16}\naws_secret_access_key = .{40}\n/)
  await run('add-alias', '--account', accountId, '--name', 'tide')
  expect(await run('set-verified', '--account', accountId)).toMatchObject({ code: 0, stderr: '' })
  const check = await run('check')
  expect(check.stdout).toMatch(/ is whole\.\n {2}account: +1\n {2}alias: +1\n {2}repository: +0\n/)

  const accessKeyId = /AKIA\w+/.exec(key.stdout)?.[0] ?? ''
  expect(await run('delete-key', '--key', accessKeyId)).toMatchObject({ code: 0 })
  expect((await run('delete-key', '--key', accessKeyId)).stderr).toBe(
    `There is no access key ${accessKeyId}.\n`,
  )
})

test('no command makes a store, and none works on one that a registry holds', async () => {
  expect((await run('check')).stderr).toContain('There is no store')
  expect(existsSync(join(dataDir, 'metadata.sqlite'))).toBe(false)
  const store = await openStore({ dataDir })
  const held = await run('check')
  expect(held.code).toBe(1)
  expect(held.stderr).toContain(`in use by process ${process.pid}`)
  await store.close()
})

test('a wrong or missing option is told in one line', async () => {
  await makeStore()
  expect(await run('check', '--all')).toMatchObject({ code: 1, stderr: "Unknown option '--all'\n" })
  expect(await run('add-alias', '--name', 'x')).toMatchObject({ code: 1, stderr: '--account is missing.\n' })
})

test('verify finds a damaged image, names it and ends with 1', async () => {
  await makeStore()
  expect(await run('verify')).toMatchObject({ code: 0, stderr: '' })
  const store = await openStore({ dataDir })
  const digest = toDigest('sha256', Buffer.from('lost'))
  await store.db
    .insertInto('blob')
    .values({ digest, size_bytes: 4, created_at: '', unlinked_at: null })
    .execute()
  await store.close()
  const damaged = await run('verify')
  expect(damaged).toMatchObject({ code: 1, stdout: '' })
  expect(damaged.stderr).toContain(`${digest} is missing (in no repository)`)
})
