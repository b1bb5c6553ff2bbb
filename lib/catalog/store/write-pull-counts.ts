/**
 * Writes pull counts into the index. What a source tells is kept by name, also of repositories that the index does not have: a
 * source tells each change once, and a repository may be added, or taken away and added again, long after.
 */
import type { CatalogWriter, PullCount } from './catalog-writer.ts'
import type { IndexDatabase } from './index-database.ts'

interface CountRow {
  repository_id: number
  registry_id: string
  name: string
  pull_count: number
}

interface WrittenCount {
  repositoryId: number
  pullCount: number
}

/** A registry is told of by the source that it belongs to, or by anyone while it belongs to none. */
const isTeller = 'coalesce((SELECT s.source FROM sync_registry s WHERE s.registry_id = g.registry_id), ?) = ?'

/**
 * Writes the counts that a source tells: of all repositories, where one that isn't named has none, or of those that changed.
 * @returns those of the index that differ now, by their ids
 */
export function putPullCounts(
  database: IndexDatabase,
  ...[pulls, { source, isWhole }]: Required<Parameters<CatalogWriter['putPullCounts']>>
): WrittenCount[] {
  return database.transaction(() => {
    if (isWhole) database.run('DELETE FROM pull_count WHERE source = ?', source)
    for (const pull of pulls) keepCount(database, source, pull)
    return isWhole
      ? writeAll(database, source, pulls)
      : pulls.flatMap((pull) => writeOne(database, source, pull))
  })
}

/** How often a repository was pulled, as far as its source has told. */
export function findPullCount(database: IndexDatabase, registryId: string, repositoryName: string): number {
  const sql = `SELECT count FROM pull_count g WHERE registry_id = ? AND name = ?
    AND coalesce((SELECT s.source FROM sync_registry s WHERE s.registry_id = g.registry_id), g.source) = g.source LIMIT 1`
  return database.get<{ count: number }>(sql, registryId, repositoryName)?.count ?? 0
}

function keepCount(
  database: IndexDatabase,
  source: string,
  { registryId, repositoryName, pullCount }: PullCount,
): void {
  if (pullCount === 0) {
    const sql = 'DELETE FROM pull_count WHERE registry_id = ? AND name = ? AND source = ?'
    database.run(sql, registryId, repositoryName, source)
  } else {
    const sql = 'INSERT OR REPLACE INTO pull_count (registry_id, name, source, count) VALUES (?, ?, ?, ?)'
    database.run(sql, registryId, repositoryName, source, pullCount)
  }
}

function writeOne(
  database: IndexDatabase,
  source: string,
  { registryId, repositoryName, pullCount }: PullCount,
): WrittenCount[] {
  const rows = database.all<{ repository_id: number }>(
    `UPDATE repository SET pull_count = ? WHERE name = ? AND pull_count <> ?
       AND registry_key = (SELECT g.registry_key FROM registry g WHERE g.registry_id = ? AND ${isTeller})
     RETURNING repository_id`,
    pullCount,
    repositoryName,
    pullCount,
    registryId,
    source,
    source,
  )
  return rows.map((row) => ({ repositoryId: row.repository_id, pullCount }))
}

/** Only rows that differ are touched. */
function writeAll(database: IndexDatabase, source: string, pulls: readonly PullCount[]): WrittenCount[] {
  const wanted = new Map(pulls.map((one) => [toKey(one.registryId, one.repositoryName), one.pullCount]))
  const rows = database.all<CountRow>(
    `SELECT r.repository_id, g.registry_id, r.name, r.pull_count
     FROM repository r JOIN registry g USING (registry_key) WHERE ${isTeller}`,
    source,
    source,
  )
  return rows.flatMap(({ repository_id, registry_id, name, pull_count }) => {
    const pullCount = wanted.get(toKey(registry_id, name)) ?? 0
    if (pullCount === pull_count) return []
    database.run('UPDATE repository SET pull_count = ? WHERE repository_id = ?', pullCount, repository_id)
    return [{ repositoryId: repository_id, pullCount }]
  })
}

function toKey(registryId: string, repositoryName: string): string {
  return `${registryId}/${repositoryName}`
}
