/** What the sync remembers of each repository: that it is there, when it was read, and why it could not be. */
import { toImagePlace } from '#lib/oci/image-place.ts'
import type { EcrPublicRepository } from '#lib/sources/ecr-public/to-repository.ts'
import type { Explanation } from '#lib/sources/say-failure.ts'
import type { IndexDatabase } from './index-database.ts'
import type { FailingRepository, SyncState } from './sync-state.ts'

type RepositoryVerbs = Pick<
  SyncState,
  | 'countSource'
  | 'noteListed'
  | 'listUnlisted'
  | 'listRepositories'
  | 'listUnread'
  | 'listRetries'
  | 'listOldest'
  | 'findOldestRead'
  | 'findNextRetry'
  | 'listFailing'
  | 'noteRead'
  | 'noteFailed'
  | 'removeRepositories'
>

interface RepositoryRow {
  registry_id: string
  name: string
  uri: string
  created_at: string
}

interface FailingRow extends RepositoryRow {
  failing_ms: number
  failure: string
  failures: number
  retry_ms: number
}

/** A repository that fails is tried again after a minute, then after pauses that double, up to six hours. */
const firstRetryMs = 60_000
const maxRetryMs = 6 * 3_600_000

/** One that changed a day ago is read about this many times as often as one that changed that many days ago. */
const changeShare = 8

const columns = 'registry_id, name, uri, created_at'

/** The verbs for repositories on this database. */
export function openSyncRepositories(database: IndexDatabase, clock: () => Date): RepositoryVerbs {
  const { get, all, run } = database
  const nowMs = () => clock().getTime()
  const list = (sql: string, ...values: (string | number)[]) =>
    all<RepositoryRow>(`SELECT ${columns} FROM sync_repository ${sql}`, ...values).map(toRepository)

  return {
    countSource: (source) => {
      const row = get<{ repositories: number; unread: number; failing: number; oldest: number | null }>(
        `SELECT count(*) AS repositories, count(*) FILTER (WHERE r.crawl < s.crawl) AS unread,
           count(r.failing_ms) AS failing, min(r.read_ms) AS oldest
         FROM sync_repository r JOIN sync_source s USING (source) WHERE r.source = ?`,
        source,
      )
      const registries = get<{ count: number }>(
        'SELECT count(*) AS count FROM sync_registry WHERE source = ?',
        source,
      )
      return {
        registries: registries?.count ?? 0,
        repositories: row?.repositories ?? 0,
        unread: row?.unread ?? 0,
        failing: row?.failing ?? 0,
        oldestReadAt: row?.oldest == null ? null : new Date(row.oldest).toISOString(),
      }
    },
    noteListed: (listing, repositories) =>
      database.transaction(() => {
        let added = 0
        noteImageHost(database, repositories[0])
        for (const { registryId, repositoryName, repositoryUri, createdAt } of repositories) {
          // Nothing changes for one that this listing has seen before, as when a page is repeated.
          added += run(
            `INSERT INTO sync_repository (${columns}, source, listing, crawl, changed_ms, failures)
             SELECT ?, ?, ?, ?, source, ?, -1, ?, 0 FROM sync_registry WHERE registry_id = ?
             ON CONFLICT DO UPDATE SET listing = excluded.listing, uri = excluded.uri, created_at = excluded.created_at
             WHERE listing <> excluded.listing`,
            registryId,
            repositoryName,
            repositoryUri,
            createdAt,
            listing,
            Date.parse(createdAt),
            registryId,
          ).changes
        }
        return added
      }),
    listUnlisted: (registryId, listing) =>
      all<{ name: string }>(
        'SELECT name FROM sync_repository WHERE registry_id = ? AND listing <> ?',
        registryId,
        listing,
      ).map(({ name }) => name),

    listRepositories: (registryId) => list('WHERE registry_id = ?', registryId),

    listUnread: (source, limit) =>
      list(
        `WHERE source = ? AND crawl < (SELECT crawl FROM sync_source WHERE source = ?) ORDER BY crawl LIMIT ?`,
        source,
        source,
        limit,
      ),
    listRetries: (source, limit) =>
      list('WHERE source = ? AND retry_ms <= ? ORDER BY retry_ms LIMIT ?', source, nowMs(), limit),
    listOldest: (source, { limit, minAgeMs }) => {
      const now = nowMs()
      return list(
        `WHERE source = ? AND read_ms <= ? AND retry_ms IS NULL
         ORDER BY (? - read_ms) * 1.0 / max(?, min((read_ms - changed_ms) / ${changeShare}, 86400000)) DESC, read_ms
         LIMIT ?`,
        source,
        now - minAgeMs,
        now,
        minAgeMs,
        limit,
      )
    },
    findOldestRead: (source) =>
      get<{ oldest: number | null }>(
        'SELECT min(read_ms) AS oldest FROM sync_repository WHERE source = ? AND retry_ms IS NULL',
        source,
      )?.oldest ?? null,
    findNextRetry: (source) =>
      get<{ next: number | null }>(
        'SELECT min(retry_ms) AS next FROM sync_repository WHERE source = ? AND retry_ms IS NOT NULL',
        source,
      )?.next ?? null,
    listFailing: (source, limit) =>
      all<FailingRow>(
        `SELECT * FROM sync_repository WHERE source = ? AND retry_ms IS NOT NULL ORDER BY failing_ms, registry_id, name
         LIMIT ?`,
        source,
        limit,
      ).map(toFailing),

    noteRead: (read, changed) =>
      database.transaction(() => {
        const now = nowMs()
        noteImageHost(database, read[0])
        for (const repository of read) putRow(database, repository)
        for (const { registryId, repositoryName } of changed) {
          // What is read for the first time has not changed; how old it is tells when it was made.
          run(
            'UPDATE sync_repository SET changed_ms = ? WHERE registry_id = ? AND name = ? AND read_ms IS NOT NULL',
            now,
            registryId,
            repositoryName,
          )
        }
        for (const { registryId, repositoryName } of read) {
          run(
            `UPDATE sync_repository SET read_ms = ?, failing_ms = NULL, failure = NULL, failures = 0, retry_ms = NULL,
               crawl = (SELECT crawl FROM sync_source s WHERE s.source = sync_repository.source)
             WHERE registry_id = ? AND name = ?`,
            now,
            registryId,
            repositoryName,
          )
        }
      }),
    noteFailed: (repository, explanation) =>
      database.transaction(() => {
        const { registryId, repositoryName } = repository
        const now = nowMs()
        putRow(database, repository)
        run(
          `UPDATE sync_repository SET failing_ms = coalesce(failing_ms, ?), failure = ?, failures = failures + 1,
             retry_ms = ? + min(? * (1 << min(failures, 12)), ?),
             crawl = (SELECT crawl FROM sync_source s WHERE s.source = sync_repository.source)
           WHERE registry_id = ? AND name = ?`,
          now,
          JSON.stringify(explanation),
          now,
          firstRetryMs,
          maxRetryMs,
          registryId,
          repositoryName,
        )
      }),
    removeRepositories: (repositories) =>
      database.transaction(() => {
        for (const { registryId, repositoryName } of repositories) {
          run('DELETE FROM sync_repository WHERE registry_id = ? AND name = ?', registryId, repositoryName)
        }
      }),
  }
}

function noteImageHost(database: IndexDatabase, repository: EcrPublicRepository | undefined): void {
  if (repository === undefined) return
  const place = toImagePlace(repository.repositoryUri, repository.repositoryName)
  if (place === null) return
  database.run(
    'UPDATE sync_registry SET image_host = ? WHERE registry_id = ? AND image_host IS NOT ?',
    place,
    repository.registryId,
    place,
  )
}

/** One that the feed names may not have been listed yet; it then belongs to the running listing. */
function putRow(database: IndexDatabase, repository: EcrPublicRepository): void {
  const { registryId, repositoryName, repositoryUri, createdAt } = repository
  database.run(
    `INSERT INTO sync_repository (${columns}, source, listing, crawl, changed_ms, failures)
     SELECT ?, ?, ?, ?, source, listing, -1, ?, 0 FROM sync_registry WHERE registry_id = ?
     ON CONFLICT DO UPDATE SET uri = excluded.uri, created_at = excluded.created_at
       WHERE excluded.uri <> '' AND (uri <> excluded.uri OR created_at <> excluded.created_at)`,
    registryId,
    repositoryName,
    repositoryUri,
    createdAt,
    Date.parse(createdAt),
    registryId,
  )
}

function toRepository(row: RepositoryRow): EcrPublicRepository {
  return {
    registryId: row.registry_id,
    repositoryName: row.name,
    repositoryUri: row.uri,
    createdAt: row.created_at,
  }
}

function toFailing(row: FailingRow): FailingRepository {
  const { what, advice, failure }: Explanation = JSON.parse(row.failure)
  return {
    registryId: row.registry_id,
    repositoryName: row.name,
    failure: `${what} ${advice}`,
    cause: failure,
    failures: row.failures,
    since: new Date(row.failing_ms).toISOString(),
    retryAt: new Date(row.retry_ms).toISOString(),
  }
}
