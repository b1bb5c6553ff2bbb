/**
 * What is stored where: read a page at a time in an order that stays, with a turn for everybody else between two pages, so that it may
 * take as long as it takes.
 */
import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { UsageReads } from '../verbs.ts'
import type { Database } from './schema.ts'
import { ROWS_AT_ONCE } from './slices.ts'

export function createUsageVerbs(db: Kysely<Database>): UsageReads {
  return {
    async *walkRepositories() {
      let after = 0
      for (;;) {
        const rows = await db
          .selectFrom('repository')
          .select(['repository_id', 'account_id', 'name'])
          .where('repository_id', '>', after)
          .orderBy('repository_id')
          .limit(ROWS_AT_ONCE)
          .execute()
        const ids = rows.map((row) => row.repository_id)
        const [images, tags] = [await countRows(db, 'image', ids), await countRows(db, 'image_tag', ids)]
        for (const { repository_id: repositoryId, account_id: accountId, name } of rows) {
          yield {
            repositoryId,
            accountId,
            name,
            images: images.get(repositoryId) ?? 0,
            tags: tags.get(repositoryId) ?? 0,
          }
        }
        const last = rows.at(-1)
        if (last === undefined) return
        after = last.repository_id
        await setImmediate()
      }
    },
    async *walkBlobLinks() {
      let after = { digest: '', repositoryId: 0 }
      for (;;) {
        const { digest, repositoryId } = after
        const rows = await db
          .selectFrom('repository_blob')
          .innerJoin('blob', 'blob.digest', 'repository_blob.digest')
          .select(['repository_blob.digest', 'repository_blob.repository_id', 'blob.size_bytes'])
          // As a pair, so that a blob of very many repositories is not begun again with each page.
          .where(({ eb, refTuple, tuple }) =>
            eb(
              refTuple('repository_blob.digest', 'repository_blob.repository_id'),
              '>',
              tuple(digest, repositoryId),
            ),
          )
          .orderBy('repository_blob.digest')
          .orderBy('repository_blob.repository_id')
          .limit(ROWS_AT_ONCE)
          .execute()
        for (const row of rows) {
          yield { digest: row.digest, repositoryId: row.repository_id, sizeBytes: row.size_bytes }
        }
        const last = rows.at(-1)
        if (last === undefined) return
        after = { digest: last.digest, repositoryId: last.repository_id }
        await setImmediate()
      }
    },
    async sumUnlinked() {
      const row = await db
        .selectFrom('blob')
        .select(({ fn }) => [
          fn.countAll<number>().as('blobs'),
          fn.sum<number | null>('size_bytes').as('bytes'),
        ])
        .where('unlinked_at', 'is not', null)
        .executeTakeFirstOrThrow()
      return { blobs: row.blobs, bytes: row.bytes ?? 0 }
    },
  }
}

async function countRows(
  db: Kysely<Database>,
  table: 'image' | 'image_tag',
  repositoryIds: readonly number[],
): Promise<Map<number, number>> {
  if (repositoryIds.length === 0) return new Map()
  const rows = await db
    .selectFrom(table)
    .select(({ fn }) => ['repository_id', fn.countAll<number>().as('count')])
    .where('repository_id', 'in', repositoryIds)
    .groupBy('repository_id')
    .execute()
  return new Map(rows.map((row) => [row.repository_id, row.count]))
}
