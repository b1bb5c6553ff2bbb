/**
 * Guards that no verb walks through what grows: each statement that the suite of verbs runs is explained by the engine on an empty store, as
 * the plans come from the sizes that a migration states (`0015-sizes.ts`). Those that walk by intent are named.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { afterEach, expect, test, vi } from 'vitest'
import { describeVerbs } from '#testing/registry/store/describe-verbs.ts'
import { openStore } from '../open-store.ts'
import { migrate } from './migrate.ts'

/** What an installation may have a million of. */
const growing = [
  ...['image', 'image_manifest', 'image_reference', 'image_tag', 'tag_move', 'repository', 'catalog_data'],
  ...['repository_blob', 'blob', 'blob_object', 'audit_event', 'pull_count', 'pull_total', 'pull_platform'],
]

const statements = new Set<string>()
const prepare = DatabaseSync.prototype.prepare
vi.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function (
  this: DatabaseSync,
  sql: string,
): StatementSync {
  statements.add(sql)
  return prepare.call(this, sql)
})

let dataDir: string
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

describeVerbs(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'plans-'))
  return openStore({ dataDir })
})

/** Each with why it may; by how it begins. */
const meant = [
  // The moves of one tag are few: its history has a bound.
  'select "tag_number" as "number"',
  // A repository that comes from elsewhere, with times of its own, is written once.
  'update "tag_move" set "moved_at" = ?',
  // Its first or its last row, by the key.
  'SELECT sequence, hash FROM audit_event ORDER BY sequence DESC LIMIT 1',
  'select "sequence" from "audit_event" order by "sequence" limit ?',
  'select "sequence" from "audit_event" order by "sequence" desc limit ?',
  // What waits to be deleted, in an index of nothing else.
  'update "blob_object" set "state" = ?, "changed_at" = ? where "digest" = ? and "state" = \'aside\' and',
  'select "digest" from "blob_object" where "state" <> \'kept\' and "state" = \'aside\'',
]

test('no statement walks through what grows, unless it is meant to', async () => {
  dataDir = ''
  expect(statements.size).toBeGreaterThan(100)
  const database = new DatabaseSync(':memory:')
  await migrate(database)
  const walks = [...statements].flatMap((sql) => {
    const steps = explain(database, sql)
    return steps.some((step) => isWalk(step, sql)) && !meant.some((start) => sql.startsWith(start))
      ? [`${sql}: ${steps.join(', ')}`]
      : []
  })
  expect(walks).toEqual([])
})

test('what walks is found', async () => {
  dataDir = ''
  const database = new DatabaseSync(':memory:')
  await migrate(database)
  for (const [sql, expected] of [
    ['select digest from image where repository_id = ? and media_type = ?', true],
    ['select digest from blob where size_bytes > ?', true],
    ['select digest from image where repository_id = ? and subject_digest = ? and digest > ? limit ?', false],
    [
      'select media_type from image_reference where repository_id = ? and referenced_digest = ? and kind = ? limit ?',
      false,
    ],
  ] as const) {
    expect([sql, explain(database, sql).some((step) => isWalk(step, sql))]).toEqual([sql, expected])
  }
})

/** No steps for what is no statement of the store's tables. */
function explain(database: DatabaseSync, sql: string): string[] {
  if (!/^\s*(select|update|delete|insert)\b/i.test(sql) || /sqlite_|pragma_|kysely_|json_tree/.test(sql))
    return []
  return prepare
    .call(database, `EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map(({ detail }) => String(detail))
}

function isWalk(step: string, sql: string): boolean {
  const [, way, table = '', rest = ''] = /^(SCAN|SEARCH) (\w+)(.*)$/.exec(step) ?? []
  if (!growing.includes(table)) return false
  if (way === 'SCAN') return true
  const [, where = ''] = sql.split(/\bwhere\b/i)
  const wanted = where.match(/(?<![<>!])= ?(\?|\$)/g)?.length ?? 0
  const given = rest.match(/=\?/g)?.length ?? 0
  return !/\bjoin\b|\bexists\b/i.test(sql) && wanted > given
}
