/** `audit verify` names the first record that is not as it was written, whatever was done to the table or the files. */
import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Config } from '#lib/config/config.ts'
import { requireWholeAuditLog } from '#registry/apis/operator/require-whole-audit-log.ts'
import { toChainHash } from '#registry/store/chain-hash.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { type ApiTest, openApiTest } from '#testing/registry/ecr-public/open-api-test.ts'
import { listAuditFiles } from './audit-file-list.ts'
import { createAuditFiles } from './audit-files.ts'
import { parseAuditLine } from './audit-line.ts'
import { pruneAuditLog } from './prune-audit-log.ts'
import { verifyAuditLog } from './verify-audit-log.ts'

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
  for (const name of ['aa', 'bb', 'cc', 'dd', 'ee', 'ff']) {
    await api.call('CreateRepository', { repositoryName: name })
  }
})
afterEach(() => api.close())

const verify = () => verifyAuditLog(api.service.store, api.service.config.dataDir)
const run = (statement: string) => sql.raw(inItsWords(statement)).execute(databaseOf(api.service.store))
const writeFiles = (settings: Partial<Config> = {}) =>
  createAuditFiles(api.service.store, { ...api.service.config, ...settings }, api.service.clock).catchUp()

/** As somebody would who can write to the database or its file. */
async function dropTriggers(): Promise<void> {
  if (isPostgres()) {
    for (const table of ['audit_event', 'audit_anchor'])
      await run(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    return
  }
  const { rows } = await sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'trigger'`.execute(
    databaseOf(api.service.store),
  )
  for (const { name } of rows) await run(`DROP TRIGGER ${name}`)
}

const isPostgres = () => api.service.config.databaseUrl !== null

/** The statement as both engines understand it. */
function inItsWords(statement: string): string {
  if (!isPostgres()) return statement
  return statement
    .replace('zeroblob(32)', "decode(repeat('00', 32), 'hex')")
    .replace(/^INSERT OR REPLACE (.*)$/, '$1 ON CONFLICT (sequence) DO UPDATE SET record = excluded.record')
    .replace(/^INTO/, 'INSERT INTO')
}

test('a log that nobody touched is whole', async () => {
  await writeFiles()
  expect(await verify()).toMatchObject({ records: 6, witnessed: 6, head: { sequence: 6 }, broken: null })
  expect(await requireWholeAuditLog(api.service)).toMatchObject({
    sequence: 6,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
})

describe('the table is only added to:', () => {
  const copy = (sequence: string) =>
    `SELECT ${sequence}, 'x', 0, 'x', 'x', 0, NULL, NULL, NULL, NULL, NULL, hash, record FROM audit_event WHERE sequence = 3`
  test.each([
    ['changing a record', "UPDATE audit_event SET record = '{}' WHERE sequence = 3"],
    ['removing one', 'DELETE FROM audit_event WHERE sequence = 3'],
    ['removing all', 'DELETE FROM audit_event'],
    ['replacing one', `INSERT OR REPLACE INTO audit_event ${copy('3')}`],
    ['leaving a gap', `INSERT INTO audit_event ${copy('9')}`],
    ['putting the anchor where no record is', 'UPDATE audit_anchor SET sequence = 4'],
    ['taking the anchor away', 'DELETE FROM audit_anchor'],
    ['a second anchor', 'INSERT INTO audit_anchor VALUES (2, 0, zeroblob(32))'],
  ])('%s is refused', async (_, statement) => {
    await expect(run(statement)).rejects.toThrow(/audit records|anchor/)
    expect(await verify()).toMatchObject({ records: 6, broken: null })
  })
})

describe('where the triggers are gone, the chain tells of', () => {
  beforeEach(dropTriggers)
  const move = (from: number, to: number) =>
    `UPDATE audit_event SET sequence = ${to} WHERE sequence = ${from}`

  test.each([
    [
      'a changed record',
      ["UPDATE audit_event SET record = replace(record, 'cc', 'xx') WHERE sequence = 3"],
      3,
    ],
    ['a changed hash', ['UPDATE audit_event SET hash = zeroblob(32) WHERE sequence = 3'], 3],
    ['one by which it is looked up', ["UPDATE audit_event SET user_name = 'else' WHERE sequence = 3"], 3],
    [
      'one that is hidden from its account',
      ['UPDATE audit_event SET account_id = NULL WHERE sequence = 3'],
      3,
    ],
    [
      'one that is hidden from the owner of the registry',
      ['UPDATE audit_event SET owner_account_id = 333333333333 WHERE sequence = 3'],
      3,
    ],
    [
      'one that is hidden from who looks for the repository',
      ['UPDATE audit_event SET resource_name = NULL WHERE sequence = 3'],
      3,
    ],
    ['a removed record', ['DELETE FROM audit_event WHERE sequence = 3'], 3],
    ['removed ones, the rest moved up', ['DELETE FROM audit_event WHERE sequence = 3', move(4, 3)], 3],
    ['the first ones removed', ['DELETE FROM audit_event WHERE sequence <= 2'], 1],
    ['two that changed places', [move(3, 99), move(4, 3), move(99, 4)], 3],
    [
      'one put in',
      [
        'UPDATE audit_event SET sequence = -sequence WHERE sequence >= 3',
        'UPDATE audit_event SET sequence = 1 - sequence WHERE sequence < 0',
        "INSERT INTO audit_event SELECT 3, 'x', 0, 'x', 'x', 0, NULL, NULL, NULL, NULL, NULL, hash, record FROM audit_event WHERE sequence = 2",
      ],
      3,
    ],
  ])('%s', async (_, statements, sequence) => {
    for (const statement of statements) await run(statement)
    expect(await verify()).toMatchObject({ records: sequence - 1, broken: { sequence } })
    await expect(requireWholeAuditLog(api.service)).rejects.toThrow(
      `The first record concerned is ${sequence}`,
    )
  })

  test('a log cut at its end, by the files', async () => {
    await writeFiles()
    await run('DELETE FROM audit_event WHERE sequence >= 5')
    expect(await verify()).toMatchObject({ records: 4, broken: { sequence: 5 } })
  })

  describe('what is not as it was in the files, while the table is well:', () => {
    const lines = () => readFileSync(first(), 'utf8').trimEnd().split('\n')
    const first = () => listAuditFiles(api.service.config.dataDir)[0]?.path ?? ''
    const write = (kept: readonly (string | undefined)[]) => writeFileSync(first(), `${kept.join('\n')}\n`)

    test.each<[string, () => void, number, string]>([
      ['a line that was removed', () => write(lines().toSpliced(2, 1)), 3, 'no copy of it'],
      ['lines that were removed at the beginning', () => write(lines().slice(2)), 1, 'no copy of 1 to 2'],
      ['lines that were exchanged', () => write([...lines().slice(1, 2), ...lines()]), 1, 'no copy of it'],
      [
        'a record that was changed',
        () => write(lines().map((line) => line.replace('"cc"', '"xx"'))),
        3,
        'is not as it was written there',
      ],
      [
        'a line that is none any more',
        () => write(lines().map((line, at) => (at === 3 ? line.slice(0, -4) : line))),
        4,
        'that is none',
      ],
    ])('%s', async (_, damage, sequence, problem) => {
      await writeFiles()
      damage()
      expect(await verify()).toMatchObject({
        broken: { sequence, problem: expect.stringContaining(problem) },
      })
    })

    test('a file in their midst that was removed; lines that two processes wrote are none', async () => {
      await writeFiles({ auditFileBytes: 1 })
      const [, second, third] = listAuditFiles(api.service.config.dataDir)
      writeFileSync(
        third?.path ?? '',
        `${readFileSync(second?.path ?? '', 'utf8')}${readFileSync(third?.path ?? '', 'utf8')}`,
      )
      expect(await verify()).toMatchObject({ witnessed: 6, broken: null })
      rmSync(second?.path ?? '')
      rmSync(third?.path ?? '')
      expect(await verify()).toMatchObject({
        records: 1,
        broken: { sequence: 2, problem: expect.stringContaining('no copy of 2 to 3') },
      })
      // What a registry writes at its next start, where nothing is left of them.
      rmSync(join(api.service.config.dataDir, 'audit'), { recursive: true })
      await writeFiles()
      expect(await verify()).toMatchObject({ witnessed: 6, broken: null })
    })
  })

  test('a chain that was made again from a changed record on, by the files', async () => {
    await writeFiles()
    await run(
      "UPDATE audit_event SET record = replace(record, '\"cc\"', '\"xx\"'), resource_name = 'xx' WHERE sequence = 3",
    )
    const { store } = api.service
    let previous = (await store.audit.list(1))[0]?.hash ?? new Uint8Array()
    for (const event of await store.audit.list(2)) {
      previous = toChainHash(previous, event.record)
      await databaseOf(store)
        .updateTable('audit_event')
        .set({ hash: previous })
        .where('sequence', '=', event.sequence)
        .execute()
    }
    expect(await verify()).toMatchObject({ records: 2, broken: { sequence: 3 } })
  })
})

describe('records that are old', () => {
  test('go, and what is left is verified from where they ended', async () => {
    await writeFiles()
    api.setTime('2026-05-20T12:00:00.000Z')
    await api.call('CreateRepository', { repositoryName: 'gg' })
    expect(await pruneAuditLog(api.service)).toBe(0)
    api.setTime('2026-06-01T12:00:00.000Z')
    expect(await pruneAuditLog(api.service)).toBe(6)
    expect(await verify()).toMatchObject({ records: 1, head: { sequence: 7 }, broken: null })
    await api.call('CreateRepository', { repositoryName: 'hh' })
    await writeFiles()
    expect(await verify()).toMatchObject({ records: 2, witnessed: 2, broken: null })
  })

  test('stay where all are kept, and the newest one always', async () => {
    api.setTime('2030-01-01T00:00:00.000Z')
    const keepAll = { ...api.service, config: { ...api.service.config, auditRetentionMs: null } }
    expect(await pruneAuditLog(keepAll)).toBe(0)
    expect(await pruneAuditLog(api.service)).toBe(5)
    expect(await verify()).toMatchObject({ records: 1, broken: null })
  })
})

describe('the files', () => {
  const folder = () => join(api.service.config.dataDir, 'audit')
  const readLines = () =>
    listAuditFiles(api.service.config.dataDir).flatMap(({ path, isCompressed }) => {
      const bytes = readFileSync(path)
      return (isCompressed ? gunzipSync(bytes) : bytes).toString().trimEnd().split('\n')
    })
  const sequences = () => readLines().map((line) => parseAuditLine(line)?.sequence)

  test('have each record as it is stored, for their owner alone', async () => {
    await writeFiles()
    const events = await api.service.store.audit.list(0)
    expect(readLines().map((line) => parseAuditLine(line)?.record)).toEqual(
      events.map(({ record }) => record),
    )
    expect(JSON.parse(readLines()[0] ?? '')).toMatchObject({
      eventName: 'CreateRepository',
      chain: { sequence: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    const [name = ''] = readdirSync(folder())
    expect(name).toBe('audit-2026-03-01-0000000000000001.jsonl')
    expect(statSync(join(folder(), name)).mode & 0o777).toBe(0o600)
    expect(statSync(folder()).mode & 0o777).toBe(0o700)
  })

  test('are written by one process: who has lost the lead in the midst of it leaves them to the next one', async () => {
    let isLeading = true
    const leader = createAuditFiles(
      {
        ...api.service.store,
        async settle() {
          isLeading = false
          await writeFiles()
        },
      },
      api.service.config,
      api.service.clock,
      () => isLeading,
    )
    await leader.catchUp()
    expect(sequences()).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('start over each day and when they are large, and the oldest go', async () => {
    await writeFiles({ auditFileBytes: 2_500 })
    expect(readdirSync(folder()).length).toBeGreaterThan(2)
    expect(sequences()).toEqual([1, 2, 3, 4, 5, 6])
    api.setTime('2026-03-02T00:00:01.000Z')
    await api.call('CreateRepository', { repositoryName: 'gg' })
    await writeFiles()
    expect(readdirSync(folder()).at(-1)).toBe('audit-2026-03-02-0000000000000007.jsonl')
    expect(await verify()).toMatchObject({ records: 7, witnessed: 7, broken: null })
  })

  test('that are too old go, and the newest stays', async () => {
    await writeFiles({ auditFileBytes: 1 })
    api.setTime('2026-03-03T00:00:01.000Z')
    await writeFiles({ auditFilesMs: 2 * 86_400_000 })
    expect(sequences()).toEqual([1, 2, 3, 4, 5, 6])
    await writeFiles({ auditFilesMs: 86_400_000 })
    expect(sequences()).toEqual([6])
    expect(await verify()).toMatchObject({ records: 6, witnessed: 1, broken: null })
  })

  test('take no more than they may together, compressed or not', async () => {
    await writeFiles({ auditFileBytes: 1 })
    await writeFiles()
    const files = listAuditFiles(api.service.config.dataDir)
    const sizes = files.map(({ path }) => statSync(path).size)
    const lastThree = sizes.slice(-3).reduce((sum, size) => sum + size, 0)
    await writeFiles({ auditFilesBytes: lastThree })
    expect(sequences()).toEqual([4, 5, 6])
    await writeFiles({ auditFilesBytes: 1 })
    expect(sequences()).toEqual([6])
  })

  describe('that are complete', () => {
    const compressAll = async () => {
      for (let turn = 0; turn < 6; turn += 1) await writeFiles({ auditFileBytes: 1 })
    }
    const names = () => readdirSync(folder()).map((name) => name.replace(/^.*-0+/, ''))

    test('are compressed, but for the two newest, and are still witnesses', async () => {
      await compressAll()
      expect(names()).toEqual(['1.jsonl.gz', '2.jsonl.gz', '3.jsonl.gz', '4.jsonl.gz', '5.jsonl', '6.jsonl'])
      expect(sequences()).toEqual([1, 2, 3, 4, 5, 6])
      for (const name of readdirSync(folder()))
        expect(statSync(join(folder(), name)).mode & 0o777).toBe(0o600)
      expect(await verify()).toMatchObject({ records: 6, witnessed: 6, broken: null })
      await dropTriggers()
      await run('DELETE FROM audit_event WHERE sequence >= 2')
      expect(await verify()).toMatchObject({ records: 1, broken: { sequence: 2 } })
    })

    test('are compressed again where a crash interrupted it, at whatever step', async () => {
      await writeFiles({ auditFileBytes: 1 })
      const [first] = listAuditFiles(api.service.config.dataDir)
      const plain = first?.path.replace(/\.gz$/, '') ?? ''
      const text = gunzipSync(readFileSync(`${plain}.gz`))
      // Whole under its new name, and the old form not removed yet.
      writeFileSync(plain, text)
      expect(sequences()).toEqual([1, 2, 3, 4, 5, 6])
      await compressAll()
      expect(names()).not.toContain('1.jsonl')
      // Half of it under the name that it has while it is written.
      rmSync(`${plain}.gz`)
      writeFileSync(plain, text)
      writeFileSync(`${plain}.part`, 'half')
      expect(sequences()).toEqual([1, 2, 3, 4, 5, 6])
      await compressAll()
      expect(names()).toEqual(['1.jsonl.gz', '2.jsonl.gz', '3.jsonl.gz', '4.jsonl.gz', '5.jsonl', '6.jsonl'])
      expect(await verify()).toMatchObject({ records: 6, witnessed: 6, broken: null })
    })

    test.each([
      ['cut', (path: string) => truncateSync(path, statSync(path).size - 20)],
      ['filled with noise', (path: string) => writeFileSync(path, 'noise')],
    ])('and then %s are told of, and written again where no other file has the end', async (_, damage) => {
      await compressAll()
      const [, second, ...others] = listAuditFiles(api.service.config.dataDir)
      damage(second?.path ?? '')
      expect(await verify()).toMatchObject({
        records: 1,
        broken: { sequence: 2, problem: expect.stringContaining('2.jsonl.gz cannot be read') },
      })
      for (const { path } of others) rmSync(path)
      await api.call('CreateRepository', { repositoryName: 'gg' })
      await writeFiles()
      expect(sequences()).toEqual([1, 2, 3, 4, 5, 6, 7])
      expect(await verify()).toMatchObject({ records: 7, witnessed: 7, broken: null })
      expect(names()).toContain('2.jsonl.gz.damaged')
    })
  })

  test.each([
    ['in the middle of a line', (path: string) => truncateSync(path, statSync(path).size - 10)],
    ['behind a line', (path: string) => writeFileSync(path, `${readLines().slice(0, 3).join('\n')}\n`)],
    ['before anything was written', (path: string) => truncateSync(path, 0)],
    ['and left noise', (path: string) => appendFileSync(path, '\0\0\0\n{"half":')],
  ])('that a crash ended %s are completed', async (_, damage) => {
    await writeFiles()
    const [file] = listAuditFiles(api.service.config.dataDir)
    damage(file?.path ?? '')
    await api.call('CreateRepository', { repositoryName: 'gg' })
    await writeFiles()
    expect(sequences()).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(await verify()).toMatchObject({ records: 7, witnessed: 7, broken: null })
  })
})
