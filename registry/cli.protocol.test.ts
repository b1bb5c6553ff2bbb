/** The operator's commands, run as an operator runs them. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { toDigest } from '#lib/oci/digest.ts'
import { operatorGroups } from '#registry/apis/operator/operator-table.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
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

test('the help of each level names what is below it; an unknown command names the nearest', async () => {
  const help = await run()
  expect(help).toMatchObject({ code: 0, stderr: '' })
  for (const group of operatorGroups.keys()) expect(help.stdout).toMatch(new RegExp(`^ {2}${group} `, 'm'))
  expect((await run('--help')).stdout).toBe(help.stdout)
  expect((await run('alias')).stdout).toMatch(/^ {2}add /m)
  expect((await run('alias', 'add', '--help')).stdout).toMatch(/^ {2}--name TEXT .* \(required\)$/m)
  const unknown = await run('acount', 'create')
  expect(unknown).toMatchObject({ code: 2, stdout: '' })
  expect(unknown.stderr).toContain("There is no command 'acount'. Did you mean account?")
  expect((await run('account', 'creat')).stderr).toContain('Did you mean create?')
})

test('a publisher is made with a few commands, and check counts it', async () => {
  await makeStore()
  const made = await run('account', 'create', '--display-name', 'Tide', '--json')
  const account = JSON.parse(made.stdout)
  expect(account).toEqual({
    accountId: expect.stringMatching(/^\d{12}$/),
    accessKeyId: expect.stringMatching(/^AKIA.{16}$/),
    secretAccessKey: expect.stringMatching(/^.{40}$/),
  })
  const { accountId } = account
  const user = ['user', 'create', '--account', accountId, '--name', 'ci']
  expect(await run(...user, '--policy', 'NoSuchPolicy')).toMatchObject({ code: 1, stdout: '' })
  // Nothing is left of what was refused.
  expect(await run(...user, '--policy', 'AmazonElasticContainerRegistryPublicReadOnly')).toMatchObject({
    code: 0,
  })
  const key = await run('key', 'create', '--account', accountId, '--user', 'ci')
  expect(key.stdout).toMatch(/^\[ci\]\naws_access_key_id = AKIA.{16}\naws_secret_access_key = .{40}\n/)
  await run('alias', 'add', '--account', accountId, '--name', 'tide')
  expect(await run('registry', 'verify', '--account', accountId)).toMatchObject({ code: 0, stderr: '' })
  const described = ['registry', 'describe', '--account', accountId]
  expect(
    (await run(...described, '--website', 'https://tide.example', '--description', 'Tools.')).stdout,
  ).toBe(`${accountId} is now described as\n  description  Tools.\n  website      https://tide.example\n`)
  expect((await run(...described, '--website', '')).stdout).toContain(
    'description  Tools.\n  website      (none)',
  )
  const check = await run('store', 'check')
  expect(check.stdout).toMatch(/ is whole\.\n {2}account: +1\n {2}alias: +1\n {2}repository: +0\n/)

  const accessKeyId = /AKIA\w+/.exec(key.stdout)?.[0] ?? ''
  expect(await run('key', 'delete', '--key', accessKeyId)).toMatchObject({ code: 0 })
  expect(await run('key', 'delete', '--key', accessKeyId)).toMatchObject({
    code: 1,
    stderr: `There is no access key ${accessKeyId}.\n`,
  })
})

test('no command makes a store, and none works on one whose holder does not listen for it', async () => {
  expect(await run('store', 'check')).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('There is no store'),
  })
  expect(existsSync(join(dataDir, 'metadata.sqlite'))).toBe(false)
  const store = await openStore({ dataDir })
  const held = await run('store', 'check')
  expect(held.code).toBe(3)
  expect(held.stderr).toContain(`in use by process ${process.pid}`)
  expect(held.stderr).toContain('does not listen for the operator')
  await store.close()
})

test('commands that are run at once on a stopped store wait for one another', async () => {
  await makeStore()
  const made = await Promise.all([1, 2, 3].map(() => run('account', 'create', '--json')))
  expect(made.map(({ code }) => code)).toEqual([0, 0, 0])
  expect(new Set(made.map(({ stdout }) => JSON.parse(stdout).accountId)).size).toBe(3)
})

test('a display name cannot write to the terminal, or pretend to be another line', async () => {
  await makeStore()
  const hostile = 'Tide\u001b[2J\u202egnp.exe\n999999999999  yes'
  const account = JSON.parse((await run('account', 'create', '--display-name', hostile, '--json')).stdout)
  const { stdout } = await run('account', 'list')
  expect(stdout.trimEnd().split('\n')).toHaveLength(2)
  expect(stdout).toContain(String.raw`Tide\u{1b}[2J\u{202e}gnp.exe\u{a}999999999999  yes`)
  const { accounts } = JSON.parse((await run('account', 'list', '--json')).stdout)
  expect(accounts).toMatchObject([{ accountId: account.accountId, displayName: hostile }])
})

test('a wrong or missing option is told with an example', async () => {
  await makeStore()
  const example = 'Example: npm run registry -- alias add --account 123456789012 --name tidewater --primary\n'
  expect(await run('alias', 'add', '--nmae', 'x')).toMatchObject({
    code: 2,
    stderr: `There is no option --nmae. Did you mean --name?\n${example}`,
  })
  expect(await run('alias', 'add', '--name', 'x')).toMatchObject({
    code: 2,
    stderr: `--account is missing: account id, 12 digits.\n${example}`,
  })
  const wrong = await run('alias', 'add', '--account', '12', '--name', 'x', '--json')
  expect(JSON.parse(wrong.stderr)).toMatchObject({ error: { code: 'InvalidRequest' } })
})

test.skipIf(!existsSync('/dev/full'))(
  'a result that finds no room where it was to go is told, and no success',
  async () => {
    await makeStore()
    const full = openSync('/dev/full', 'w')
    const child = spawn(process.execPath, [join(import.meta.dirname, 'cli.ts'), 'account', 'create'], {
      env: childEnvironment({ DATA_DIR: dataDir }),
      stdio: ['ignore', full, 'pipe'],
    })
    const [said, [code]] = await Promise.all([text(child.stderr ?? Readable.from([])), once(child, 'close')])
    closeSync(full)
    expect(code).toBe(1)
    expect(said).toContain('The result could not be written (ENOSPC')
    expect(said).not.toContain('    at ')
  },
)

test('verify finds a damaged image, names it and ends with 1', async () => {
  await makeStore()
  expect(await run('store', 'verify')).toMatchObject({ code: 0, stderr: '' })
  const store = await openStore({ dataDir })
  const digest = toDigest('sha256', Buffer.from('lost'))
  await databaseOf(store)
    .insertInto('blob')
    .values({ digest, size_bytes: 4, created_at: '', unlinked_at: null })
    .execute()
  await store.close()
  const damaged = await run('store', 'verify')
  expect(damaged).toMatchObject({ code: 1, stdout: '' })
  expect(damaged.stderr).toContain(`${digest} is missing (in no repository)`)
})

test('a quota is changed for one account, and one that clients rely on is not', async () => {
  await makeStore()
  const { accountId } = JSON.parse((await run('account', 'create', '--json')).stdout)
  const of = ['--account', accountId]
  const set = await run('quota', 'set', ...of, '--name', 'repositories', '--value', '5')
  expect(set).toMatchObject({ code: 0, stdout: `repositories of ${accountId} is now 5.\n` })
  const list = await run('quota', 'list', ...of)
  expect(list.stdout).toMatch(/^repositories +5 +10000 +count +yes$/m)
  expect(list.stdout).toMatch(/^storage-bytes +none +none +bytes +yes$/m)
  const fixed = await run('quota', 'set', ...of, '--name', 'tags-per-image', '--value', '5')
  expect(fixed).toMatchObject({ code: 1, stdout: '' })
  expect(fixed.stderr).toContain('The quota tags-per-image is 1000 for every account and cannot be adjusted')
  const reset = await run('quota', 'reset', ...of, '--name', 'repositories')
  expect(reset.stdout).toBe(`repositories of ${accountId} is the usual one again.\n`)
})
