/** Repositories without a search: one by name, and the lists of the home page, a publisher's page and the sitemap. */

import type { ImagePlatforms } from '#lib/oci/join-platforms.ts'
import type { Catalog, RepositorySummary } from '../catalog.ts'
import type { IndexDatabase } from './index-database.ts'
import {
  type SummaryRow,
  summaryColumns,
  type ToLogoSrc,
  toLogoVersion,
  toRepositorySummary,
} from './to-repository-summary.ts'
import { parseImageFacts } from './write-image-facts.ts'

/** A part has the repositories of so many ids, so that none is larger and a change of one leaves the others as they are. */
export const PATHS_PER_PART = 1_000
/** As many as an index of sitemaps may name. */
const maxParts = 50_000

const summaries = `SELECT ${summaryColumns} FROM repository r JOIN registry g USING (registry_key)`

/** The repository with this name in the registry that has this alias; null when there is none. */
export function findRepository(
  database: IndexDatabase,
  registryAlias: string,
  repositoryName: string,
  toLogoSrc: ToLogoSrc,
): RepositorySummary | null {
  const row = findRow(database, registryAlias, repositoryName)
  return row === undefined ? null : toRepositorySummary(row, toLogoSrc)
}

/** The URL that the API gives for the logo, and its version; null where there is none. */
export function findLogo(
  database: IndexDatabase,
  registryAlias: string,
  repositoryName: string,
): { url: string; version: string } | null {
  const url = findRow(database, registryAlias, repositoryName)?.logo_url ?? null
  return url === null ? null : { url, version: toLogoVersion(url) }
}

/** What the newest image runs on; null where it has not been read, and for what is no image. */
export function findImagePlatforms(
  database: IndexDatabase,
  registryAlias: string,
  repositoryName: string,
): ImagePlatforms | null {
  const row = database.get<{ image_facts: string | null }>(
    `SELECT r.image_facts FROM repository r JOIN registry_alias a USING (registry_key)
     WHERE a.alias = ? AND r.name = ?`,
    registryAlias,
    repositoryName,
  )
  const found = parseImageFacts(row?.image_facts ?? null)
  if (found === null || found.operatingSystems.length + found.architectures.length === 0) return null
  const { tag, operatingSystems, architectures } = found
  return { tag, operatingSystems, architectures }
}

function findRow(database: IndexDatabase, registryAlias: string, repositoryName: string) {
  return database.get<SummaryRow>(
    `${summaries} JOIN registry_alias a USING (registry_key) WHERE a.alias = ? AND r.name = ?`,
    registryAlias,
    repositoryName,
  )
}

/** Most pulled first; verified and recently updated ones first among equals. */
export function listPopular(
  database: IndexDatabase,
  limit: number,
  toLogoSrc: ToLogoSrc,
): RepositorySummary[] {
  const order = 'r.pull_count DESC, r.verified DESC, r.updated_at DESC, r.path'
  const rows = database.all<SummaryRow>(`${summaries} ORDER BY ${order} LIMIT ?`, limit)
  return rows.map((row) => toRepositorySummary(row, toLogoSrc))
}

/** The last changed first. */
export function listRecentlyUpdated(
  database: IndexDatabase,
  limit: number,
  toLogoSrc: ToLogoSrc,
): RepositorySummary[] {
  const rows = database.all<SummaryRow>(`${summaries} ORDER BY r.updated_at DESC, r.path LIMIT ?`, limit)
  return rows.map((row) => toRepositorySummary(row, toLogoSrc))
}

/** A registry's repositories by name. */
export function listPublisherRepositories(
  database: IndexDatabase,
  registryId: string,
  limit: number,
  toLogoSrc: ToLogoSrc,
): RepositorySummary[] {
  const rows = database.all<SummaryRow>(
    `${summaries} WHERE g.registry_id = ? ORDER BY r.name LIMIT ?`,
    registryId,
    limit,
  )
  return rows.map((row) => toRepositorySummary(row, toLogoSrc))
}

/** The parts of the sitemap that have something, each found by one step in the table: what a part holds is not read. */
export function listPathParts(database: IndexDatabase): number[] {
  const parts: number[] = []
  const sql = 'SELECT min(repository_id) AS id FROM repository WHERE repository_id > ?'
  for (let part = 0; parts.length < maxParts; ) {
    const next = database.get<{ id: number | null }>(sql, part * PATHS_PER_PART)?.id ?? null
    if (next === null) break
    part = Math.ceil(next / PATHS_PER_PART)
    parts.push(part)
  }
  return parts
}

/** The paths of one part of the sitemap, those first that the index has had for longest; none where there is no such part. */
export function listPaths(database: IndexDatabase, part: number): ReturnType<Catalog['listPaths']> {
  const rows = database.all<ReturnType<Catalog['listPaths']>[number]>(
    `SELECT g.primary_alias AS registryAlias, r.name AS repositoryName, r.updated_at AS updatedAt
     FROM repository r JOIN registry g USING (registry_key)
     WHERE r.repository_id > ? AND r.repository_id <= ? ORDER BY r.repository_id`,
    (part - 1) * PATHS_PER_PART,
    part * PATHS_PER_PART,
  )
  return rows.map((row) => ({ ...row }))
}
