/** How often repositories were pulled: by tag and day, and of all time by tag. */

import { CompiledQuery, type Kysely } from 'kysely'
import type { PullWrites } from '../verbs.ts'
import { type DialectWords, inWordsOf } from './dialect-words.ts'
import { listMostByDay, pullsByPlatform, pullsByTag, sumByDay } from './pulls-by-day.ts'
import type { Database } from './schema.ts'
import { forSlices } from './slices.ts'

export function createPullVerbs(db: Kysely<Database>, words: DialectWords): PullWrites {
  return {
    async add(pulls) {
      const { addCounts, addTotals } = additions(words)
      await forSlices(pulls, async (slice) => {
        await db.executeQuery(CompiledQuery.raw(addCounts, [slice]))
        await db.executeQuery(CompiledQuery.raw(addTotals, [slice]))
      })
    },
    async addClients(pulls) {
      await forSlices(pulls, async (slice) => {
        await db.executeQuery(CompiledQuery.raw(additions(words).addClients, [slice]))
      })
    },
    async addPlatforms(pulls) {
      await forSlices(pulls, async (slice) => {
        await db.executeQuery(CompiledQuery.raw(additions(words).addPlatforms, [slice]))
      })
    },
    async getDetails(repositoryId, { fromDay, maxTags }) {
      const most = { fromDay, max: maxTags }
      const tags = await listMostByDay(db, words, pullsByTag, repositoryId, most)
      const clients = await db
        .selectFrom('pull_client')
        .select(['day', 'client', 'count'])
        .where('repository_id', '=', repositoryId)
        .where('day', '>=', fromDay)
        .orderBy('day')
        .orderBy('client')
        .execute()
      const platforms = await listMostByDay(db, words, pullsByPlatform, repositoryId, most)
      return {
        tags: tags.map(({ day, name, count }) => ({ day, tag: name, count })),
        clients,
        platforms: platforms.map(({ day, name, count }) => ({ day, platform: name, count })),
      }
    },
    async get(repositoryId, { fromDay, maxTags }) {
      const total = await db
        .selectFrom('pull_total')
        .select((select) => select.fn.sum<number | null>('count').as('count'))
        .where('repository_id', '=', repositoryId)
        .executeTakeFirst()
      const days = await sumByDay(db, repositoryId, fromDay)
      const tags = await db
        .selectFrom('pull_total')
        .select(['tag', 'count'])
        .where('repository_id', '=', repositoryId)
        .where('tag', '<>', '')
        .orderBy('count', 'desc')
        .orderBy('tag')
        .limit(maxTags)
        .execute()
      return { total: total?.count ?? 0, days, tags }
    },
    async getLastChange() {
      const row = await db
        .selectFrom('pull_change')
        .select((select) => select.fn.max<number | null>('sequence').as('last'))
        .executeTakeFirst()
      return row?.last ?? 0
    },
    async listChanges(since) {
      const last = await this.getLastChange()
      if (since > last || since < last - keptChanges) return null
      const rows = await db
        .selectFrom('pull_change as change')
        .leftJoin('repository', 'repository.repository_id', 'change.repository_id')
        .select((select) => [
          'change.sequence',
          select.fn.coalesce('repository.account_id', 'change.removed_account_id').as('accountId'),
          select.fn.coalesce('repository.name', 'change.removed_name').as('repositoryName'),
          select
            .selectFrom('pull_total')
            .select((total) => total.fn.sum<number>('pull_total.count').as('count'))
            .whereRef('pull_total.repository_id', '=', 'change.repository_id')
            .as('count'),
        ])
        .where('change.sequence', '>', since)
        .orderBy('change.sequence')
        .execute()
      const totals = rows.flatMap(({ accountId, repositoryName, count }) =>
        accountId === null || repositoryName === null
          ? []
          : [{ accountId, repositoryName, count: count ?? 0 }],
      )
      return { last: rows.at(-1)?.sequence ?? last, totals }
    },
    async listTotals() {
      return db
        .selectFrom('pull_total')
        .innerJoin('repository', 'repository.repository_id', 'pull_total.repository_id')
        .select(['repository.account_id as accountId', 'repository.name as repositoryName'])
        .select((select) => select.fn.sum<number>('pull_total.count').as('count'))
        .groupBy('repository.repository_id')
        .having((having) => having.fn.sum('pull_total.count'), '>', 0)
        .execute()
    },
  }
}

/** So far back it is known which repositories are gone; a reader that is further behind reads everything. */
const keptChanges = 100_000

// Summed up first, as a statement may change a row only once.
const additions = inWordsOf(({ rowsOf, joinInOrder }) => {
  const pulled = rowsOf('$1', { repositoryId: 'integer', day: 'text', tag: 'text', count: 'integer' })
  const ofThose = `FROM ${pulled} AS pulled
    ${joinInOrder} repository ON repository.repository_id = pulled."repositoryId" WHERE true`
  const byClient = rowsOf('$1', { repositoryId: 'integer', day: 'text', client: 'text', count: 'integer' })
  const byPlatform = rowsOf('$1', {
    repositoryId: 'integer',
    day: 'text',
    platform: 'text',
    count: 'integer',
  })
  return {
    addPlatforms: `INSERT INTO pull_platform (repository_id, day, platform, count)
      SELECT repository.repository_id, pulled.day, pulled.platform, sum(pulled.count) FROM ${byPlatform} AS pulled
      ${joinInOrder} repository ON repository.repository_id = pulled."repositoryId" WHERE true
      GROUP BY repository.repository_id, pulled.day, pulled.platform
      ON CONFLICT (repository_id, day, platform) DO UPDATE SET count = pull_platform.count + excluded.count`,
    addClients: `INSERT INTO pull_client (repository_id, day, client, count)
      SELECT repository.repository_id, pulled.day, pulled.client, sum(pulled.count) FROM ${byClient} AS pulled
      ${joinInOrder} repository ON repository.repository_id = pulled."repositoryId" WHERE true
      GROUP BY repository.repository_id, pulled.day, pulled.client
      ON CONFLICT (repository_id, day, client) DO UPDATE SET count = pull_client.count + excluded.count`,
    addCounts: `INSERT INTO pull_count (repository_id, day, tag, count)
      SELECT repository.repository_id, pulled.day, pulled.tag, sum(pulled.count) ${ofThose}
      GROUP BY repository.repository_id, pulled.day, pulled.tag
      ON CONFLICT (repository_id, day, tag) DO UPDATE SET count = pull_count.count + excluded.count`,
    addTotals: `INSERT INTO pull_total (repository_id, tag, count)
      SELECT repository.repository_id, pulled.tag, sum(pulled.count) ${ofThose}
      GROUP BY repository.repository_id, pulled.tag
      ON CONFLICT (repository_id, tag) DO UPDATE SET count = pull_total.count + excluded.count`,
  }
})
