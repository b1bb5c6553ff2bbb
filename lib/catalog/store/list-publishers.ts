/** Publishers, as the index knows them: one by any of its aliases, or lists of them. */
import type { Catalog, Publisher } from '../catalog.ts'
import type { RepositoryKind } from '../query/search-query.ts'
import type { CountedFacet } from './count-schema.ts'
import type { IndexDatabase } from './index-database.ts'

interface PublisherRow {
  registry_key: number
  registry_id: string
  primary_alias: string
  publisher_name: string
  description: string | null
  website: string | null
  verified: number
  repository_count: number
}

const publisherColumns =
  'g.registry_key, g.registry_id, g.primary_alias, g.publisher_name, g.description, g.website, g.verified, g.repository_count'

/** Strangers choose the labels; of so many, the most frequent are all that a page has room for. */
const maxLabels = 64

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
    `SELECT ${publisherColumns} FROM registry g WHERE g.verified = 1 AND g.repository_count > 0
     ORDER BY g.repository_count DESC, g.publisher_name, g.primary_alias LIMIT ?`,
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
  const counted = database.get<{ total: number }>('SELECT publisher_count AS total FROM total')
  const totalResults = counted?.total ?? 0
  const pageCount = Math.ceil(totalResults / pageSize)
  const page = Math.max(1, Math.min(wantedPage, pageCount))
  // Of publishers on earlier pages nothing but their place in the index is read.
  const keys = database.all<{ registry_key: number }>(
    `SELECT registry_key FROM registry WHERE repository_count > 0
     ORDER BY publisher_name COLLATE NOCASE, primary_alias LIMIT ? OFFSET ?`,
    pageSize,
    (page - 1) * pageSize,
  )
  const sql = `SELECT ${publisherColumns} FROM registry g WHERE g.registry_key = ?`
  const rows = keys.flatMap((key) => database.get<PublisherRow>(sql, key.registry_key) ?? [])
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
    description: row.description,
    website: row.website,
    verified: row.verified === 1,
    repositoryCount: row.repository_count,
    operatingSystems: listLabels(database, 'operatingSystem', row.registry_key).map(({ label }) => label),
    architectures: listLabels(database, 'architecture', row.registry_key).map(({ label }) => label),
    kinds: listLabels(database, 'kind', row.registry_key).map(({ label, count }) => ({
      // Only kinds are written under this facet.
      kind: label as RepositoryKind,
      count,
    })),
    updatedAt: findUpdate(database, row.registry_key),
  }
}

/** The most frequent first. */
function listLabels(
  database: IndexDatabase,
  facet: CountedFacet,
  registryKey: number,
): { label: string; count: number }[] {
  return database.all<{ label: string; count: number }>(
    `SELECT label, repository_count AS count FROM publisher_label WHERE registry_key = ? AND facet = ?
     ORDER BY repository_count DESC, label LIMIT ?`,
    registryKey,
    facet,
    maxLabels,
  )
}

function findUpdate(database: IndexDatabase, registryKey: number): string | null {
  const sql = 'SELECT max(updated_at) AS updated FROM repository WHERE registry_key = ?'
  return database.get<{ updated: string | null }>(sql, registryKey)?.updated ?? null
}
