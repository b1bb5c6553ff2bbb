/** Writes repositories into the index: the row that is shown and the text that is searched. */
import { createHash } from 'node:crypto'
import type { RepositoryRecord, RepositoryRef } from './catalog-writer.ts'
import type { IndexDatabase } from './index-database.ts'
import { joinPlatforms, type PlatformLabels } from './join-platforms.ts'
import { toArchitectureLabels, toOperatingSystemLabels, toPlatformMask } from './platform-mask.ts'
import { toPlatformWords } from './to-platform-words.ts'
import { parseImagePlatforms, type StoredImagePlatforms } from './write-image-platforms.ts'

interface RegistryRow {
  registry_key: number
  verified: number
  primary_alias: string
  search_names: string
}

interface KnownRow {
  repository_id: number
  updated_at: string
  fingerprint: string
  image_platforms: string | null
}

/** Writes all in one transaction and answers those that changed. */
export function putRepositories(
  database: IndexDatabase,
  repositories: readonly RepositoryRecord[],
  now: Date,
): RepositoryRef[] {
  return database.transaction(() =>
    repositories.filter((repository) => putRepository(database, repository, now)).map(toRef),
  )
}

/** Removes all in one transaction and answers those that were there. */
export function removeRepositories(
  database: IndexDatabase,
  repositories: readonly RepositoryRef[],
): RepositoryRef[] {
  return database.transaction(() =>
    repositories.filter(({ registryId, repositoryName }) => {
      const known = database.get<{ repository_id: number }>(
        `SELECT r.repository_id FROM repository r JOIN registry g USING (registry_key)
         WHERE g.registry_id = ? AND r.name = ?`,
        registryId,
        repositoryName,
      )
      if (known === undefined) return false
      database.run('DELETE FROM repository_text WHERE rowid = ?', known.repository_id)
      database.run('DELETE FROM repository WHERE repository_id = ?', known.repository_id)
      return true
    }),
  )
}

function putRepository(database: IndexDatabase, repository: RepositoryRecord, now: Date): boolean {
  const registry = database.get<RegistryRow>(
    'SELECT registry_key, verified, primary_alias, search_names FROM registry WHERE registry_id = ?',
    repository.registryId,
  )
  if (registry === undefined) throw new Error(`The index doesn't know registry ${repository.registryId}.`)
  const known = database.get<KnownRow>(
    'SELECT repository_id, updated_at, fingerprint, image_platforms FROM repository WHERE registry_key = ? AND name = ?',
    registry.registry_key,
    repository.repositoryName,
  )
  const fingerprint = toFingerprint(repository)
  const updatedAt = toUpdatedAt(repository, known, fingerprint, now)
  if (known?.fingerprint === fingerprint && known.updated_at === updatedAt) return false
  const declared = toDeclaredPlatforms(repository)
  const imagePlatforms = toKnownPlatforms(repository, known)
  const platforms = joinPlatforms(declared, imagePlatforms)
  const id = putRow(database, repository, registry, {
    fingerprint,
    updatedAt,
    declared,
    imagePlatforms,
    platforms,
  })
  // Only the time moved: the text need not be taken apart again.
  if (known?.fingerprint !== fingerprint) {
    if (known !== undefined) database.run('DELETE FROM repository_text WHERE rowid = ?', id)
    insertText(database, id, repository, registry, platforms)
  }
  return true
}

function putRow(
  database: IndexDatabase,
  repository: RepositoryRecord,
  registry: RegistryRow,
  derived: {
    fingerprint: string
    updatedAt: string
    declared: PlatformLabels
    imagePlatforms: StoredImagePlatforms | null
    platforms: PlatformLabels
  },
): number {
  const name = repository.repositoryName
  const { newestImage } = repository
  const { operatingSystems, architectures } = derived.platforms
  const row = database.get<{ repository_id: number }>(
    `INSERT INTO repository (registry_key, name, last_segment, path, verified, description, operating_systems,
       architectures, platform_mask, declared_platforms, image_tag, image_digest, image_platforms, logo_url,
       created_at, updated_at, pull_count, newest_tag, fingerprint)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
     ON CONFLICT (registry_key, name) DO UPDATE SET
       description = excluded.description, operating_systems = excluded.operating_systems,
       architectures = excluded.architectures, platform_mask = excluded.platform_mask,
       declared_platforms = excluded.declared_platforms, image_tag = excluded.image_tag,
       image_digest = excluded.image_digest, image_platforms = excluded.image_platforms,
       logo_url = excluded.logo_url, created_at = excluded.created_at, updated_at = excluded.updated_at,
       newest_tag = excluded.newest_tag, fingerprint = excluded.fingerprint
     RETURNING repository_id`,
    registry.registry_key,
    name,
    name.slice(name.lastIndexOf('/') + 1),
    `${registry.primary_alias}/${name}`,
    registry.verified,
    repository.description,
    JSON.stringify(operatingSystems),
    JSON.stringify(architectures),
    toPlatformMask([...operatingSystems, ...architectures]),
    JSON.stringify(derived.declared),
    newestImage?.tag ?? null,
    newestImage?.digest ?? null,
    derived.imagePlatforms && JSON.stringify(derived.imagePlatforms),
    repository.logoUrl,
    repository.createdAt,
    derived.updatedAt,
    repository.newestTag?.tag ?? null,
    derived.fingerprint,
  )
  if (row === undefined) throw new Error(`${name} was not written to the index.`)
  return row.repository_id
}

function insertText(
  database: IndexDatabase,
  repositoryId: number,
  repository: RepositoryRecord,
  registry: RegistryRow,
  { operatingSystems, architectures }: PlatformLabels,
): void {
  database.run(
    `INSERT INTO repository_text (rowid, name, publisher, description, platforms, texts)
     VALUES (?, ?, ?, ?, ?, ?)`,
    repositoryId,
    repository.repositoryName,
    registry.search_names,
    repository.description,
    toPlatformWords([...operatingSystems, ...architectures]),
    `${repository.aboutText}\n${repository.usageText}`,
  )
}

function toDeclaredPlatforms({ operatingSystems, architectures }: RepositoryRecord): PlatformLabels {
  return {
    operatingSystems: toOperatingSystemLabels(operatingSystems),
    architectures: toArchitectureLabels(architectures),
  }
}

/** Until the newest image has been read, what is known of the one before it stays. */
function toKnownPlatforms(
  { newestImage }: RepositoryRecord,
  known: KnownRow | undefined,
): StoredImagePlatforms | null {
  if (newestImage === null) return null
  const platforms = parseImagePlatforms(known?.image_platforms ?? null)
  // The same image under another tag need not be read again.
  return platforms?.digest === newestImage.digest ? { ...platforms, tag: newestImage.tag } : platforms
}

/**
 * The time that is shown as the last update. Without a change feed nothing but the content tells of a change,
 * and it is dated when it is seen.
 */
function toUpdatedAt(
  repository: RepositoryRecord,
  known: KnownRow | undefined,
  fingerprint: string,
  now: Date,
): string {
  const times = [repository.createdAt, repository.newestTag?.pushedAt ?? '', repository.changedAt ?? '']
  if (known !== undefined) times.push(known.updated_at)
  if (known !== undefined && known.fingerprint !== fingerprint && repository.changedAt === null) {
    times.push(now.toISOString())
  }
  return times.sort().at(-1) ?? repository.createdAt
}

function toFingerprint({ changedAt: _, ...content }: RepositoryRecord): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64')
}

function toRef({ registryId, repositoryName }: RepositoryRecord): RepositoryRef {
  return { registryId, repositoryName }
}
