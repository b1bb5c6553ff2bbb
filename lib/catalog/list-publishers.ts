/** Publishers, as the index knows them: one by any of its aliases, or lists of them. */
import type { Catalog, Publisher, RepositoryKind } from './catalog.ts'
import type { IndexDatabase } from './index-database.ts'

interface PublisherRow {
  registry_key: number
  registry_id: string
  primary_alias: string
  publisher_name: string
  verified: number
  repository_count: number
}

const publisherColumns = `g.registry_key, g.registry_id, g.primary_alias, g.publisher_name, g.verified,
  (SELECT count(*) FROM repository r WHERE r.registry_key = g.registry_key) AS repository_count`

/** The publisher with this alias; null when nobody has it. */
export function findPublisher(database: IndexDatabase, registryAlias: string): Publisher | null {
  const row = database.get<PublisherRow>(
    `SELECT ${publisherColumns} FROM registry_alias a JOIN registry g USING (registry_key) WHERE a.alias = ?`,
    registryAlias,
  )
  return row === undefined ? null : toPublisher(database, row)
}

/** Verified publishers with at least one repository, those with the most first. */
export function listVerifiedPublishers(database: IndexDatabase, limit: number): Publisher[] {
  const rows = database.all<PublisherRow>(
    `SELECT * FROM (SELECT ${publisherColumns} FROM registry g WHERE g.verified = 1) WHERE repository_count > 0
     ORDER BY repository_count DESC, publisher_name, primary_alias LIMIT ?`,
    limit,
  )
  return rows.map((row) => toPublisher(database, row))
}

/** One page of the publishers with at least one repository, by name; beyond the last page stands the last. */
export function listPublishers(
  database: IndexDatabase,
  wantedPage: number,
  pageSize: number,
): ReturnType<Catalog['listPublishers']> {
  const counted = database.get<{ total: number }>(
    'SELECT count(DISTINCT registry_key) AS total FROM repository',
  )
  const totalResults = counted?.total ?? 0
  const pageCount = Math.ceil(totalResults / pageSize)
  const page = Math.max(1, Math.min(wantedPage, pageCount))
  const rows = database.all<PublisherRow>(
    `SELECT * FROM (SELECT ${publisherColumns} FROM registry g) WHERE repository_count > 0
     ORDER BY publisher_name COLLATE NOCASE, primary_alias LIMIT ? OFFSET ?`,
    pageSize,
    (page - 1) * pageSize,
  )
  return { totalResults, page, pageCount, publishers: rows.map((row) => toPublisher(database, row)) }
}

function toPublisher(database: IndexDatabase, row: PublisherRow): Publisher {
  const aliases = database.all<{ alias: string }>(
    'SELECT alias FROM registry_alias WHERE registry_key = ? ORDER BY position',
    row.registry_key,
  )
  return {
    registryId: row.registry_id,
    registryAlias: row.primary_alias,
    aliases: aliases.map(({ alias }) => alias),
    publisherName: row.publisher_name,
    verified: row.verified === 1,
    repositoryCount: row.repository_count,
    operatingSystems: listLabels(database, 'operating_systems', row.registry_key),
    architectures: listLabels(database, 'architectures', row.registry_key),
    kinds: listKinds(database, row.registry_key),
    updatedAt: findUpdate(database, row.registry_key),
  }
}

function listLabels(
  database: IndexDatabase,
  column: 'operating_systems' | 'architectures',
  registryKey: number,
): string[] {
  const rows = database.all<{ label: string }>(
    `SELECT label.value AS label FROM repository r, json_each(r.${column}) label WHERE r.registry_key = ?
     GROUP BY label.value ORDER BY count(*) DESC, label.value`,
    registryKey,
  )
  return rows.map(({ label }) => label)
}

function listKinds(database: IndexDatabase, registryKey: number): Publisher['kinds'] {
  return database
    .all<{ kind: RepositoryKind; count: number }>(
      `SELECT kind, count(*) AS count FROM repository WHERE registry_key = ? GROUP BY kind
       ORDER BY count(*) DESC, kind`,
      registryKey,
    )
    .map(({ kind, count }) => ({ kind, count }))
}

function findUpdate(database: IndexDatabase, registryKey: number): string | null {
  const sql = 'SELECT max(updated_at) AS updated FROM repository WHERE registry_key = ?'
  return database.get<{ updated: string | null }>(sql, registryKey)?.updated ?? null
}
