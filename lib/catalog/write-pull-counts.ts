/** Writes pull counts into the index. They are read every minute, so only rows that differ are touched. */
import type { CatalogWriter } from './catalog-writer.ts'
import type { IndexDatabase } from './index-database.ts'

interface CountRow {
  repository_id: number
  registry_id: string
  name: string
  pull_count: number
}

/**
 * Replaces every count; a repository that isn't named has none.
 * @returns those that differ, by their ids
 */
export function putPullCounts(
  database: IndexDatabase,
  pulls: Parameters<CatalogWriter['putPullCounts']>[0],
): { repositoryId: number; pullCount: number }[] {
  const wanted = new Map(pulls.map((one) => [toKey(one.registryId, one.repositoryName), one.pullCount]))
  const rows = database.all<CountRow>(
    `SELECT r.repository_id, g.registry_id, r.name, r.pull_count
     FROM repository r JOIN registry g USING (registry_key)`,
  )
  const different = rows
    .map((row) => ({ ...row, wanted: wanted.get(toKey(row.registry_id, row.name)) ?? 0 }))
    .filter((row) => row.wanted !== row.pull_count)
  if (different.length === 0) return []
  database.transaction(() => {
    for (const { repository_id, wanted: count } of different) {
      database.run('UPDATE repository SET pull_count = ? WHERE repository_id = ?', count, repository_id)
    }
  })
  return different.map((row) => ({ repositoryId: row.repository_id, pullCount: row.wanted }))
}

function toKey(registryId: string, repositoryName: string): string {
  return `${registryId}/${repositoryName}`
}
