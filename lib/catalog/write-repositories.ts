/** Writes repositories into the store: the row that is shown, and the texts and tags that are searched. */
import { createHash } from 'node:crypto'
import type { RepositoryRecord, RepositoryRef } from './catalog-writer.ts'
import { type IndexDatabase, nextRevision } from './index-database.ts'
import { joinPlatforms, type PlatformLabels } from './join-platforms.ts'
import { toArchitectureLabels, toOperatingSystemLabels, toPlatformMask } from './platform-mask.ts'
import { parseImagePlatforms, type StoredImagePlatforms } from './write-image-platforms.ts'
import { putTags, toTagsFingerprint } from './write-tags.ts'

interface RegistryRow {
  registry_key: number
  verified: number
  primary_alias: string
}

interface KnownRow {
  repository_id: number
  updated_at: string
  fingerprint: string
  tags_fingerprint: string
  image_platforms: string | null
}

/** A repository that was written or removed. */
export interface WrittenRepository {
  ref: RepositoryRef
  repositoryId: number
}

/** Writes all in one transaction and answers those that changed. */
export function putRepositories(
  database: IndexDatabase,
  repositories: readonly RepositoryRecord[],
  now: Date,
): WrittenRepository[] {
  return database.transaction(() => {
    const revision = nextRevision(database)
    return repositories.flatMap((repository) => {
      const repositoryId = putRepository(database, repository, { now, revision })
      return repositoryId === null ? [] : [{ ref: toRef(repository), repositoryId }]
    })
  })
}

/** Removes all in one transaction and answers those that were there. */
export function removeRepositories(
  database: IndexDatabase,
  repositories: readonly RepositoryRef[],
): WrittenRepository[] {
  return database.transaction(() =>
    repositories.flatMap((ref) => {
      const known = database.get<{ repository_id: number }>(
        `SELECT r.repository_id FROM repository r JOIN registry g USING (registry_key)
         WHERE g.registry_id = ? AND r.name = ?`,
        ref.registryId,
        ref.repositoryName,
      )
      if (known === undefined) return []
      for (const table of ['repository_text', 'repository_tag', 'repository']) {
        database.run(`DELETE FROM ${table} WHERE repository_id = ?`, known.repository_id)
      }
      return [{ ref, repositoryId: known.repository_id }]
    }),
  )
}

/** @returns the id of the repository, or null where nothing changed */
function putRepository(
  database: IndexDatabase,
  repository: RepositoryRecord,
  { now, revision }: { now: Date; revision: number },
): number | null {
  const registry = database.get<RegistryRow>(
    'SELECT registry_key, verified, primary_alias FROM registry WHERE registry_id = ?',
    repository.registryId,
  )
  if (registry === undefined) throw new Error(`The index doesn't know registry ${repository.registryId}.`)
  const known = database.get<KnownRow>(
    `SELECT repository_id, updated_at, fingerprint, tags_fingerprint, image_platforms FROM repository
     WHERE registry_key = ? AND name = ?`,
    registry.registry_key,
    repository.repositoryName,
  )
  const fingerprint = toFingerprint(repository)
  const updatedAt = toUpdatedAt(repository, known, fingerprint, now)
  if (known?.fingerprint === fingerprint && known.updated_at === updatedAt) return null
  const declared = toDeclaredPlatforms(repository)
  const imagePlatforms = toKnownPlatforms(repository, known)
  const platforms = joinPlatforms(declared, imagePlatforms)
  const tagsFingerprint = toTagsFingerprint(repository.tags)
  const id = putRow(database, repository, registry, {
    fingerprint,
    tagsFingerprint,
    revision,
    updatedAt,
    declared,
    imagePlatforms,
    platforms,
  })
  // Only the time moved: the rest is as it was.
  if (known?.fingerprint !== fingerprint) {
    database.run(
      'INSERT OR REPLACE INTO repository_text (repository_id, about_text, usage_text) VALUES (?, ?, ?)',
      id,
      repository.aboutText,
      repository.usageText,
    )
  }
  if (known?.tags_fingerprint !== tagsFingerprint) putTags(database, id, repository.tags)
  return id
}

function putRow(
  database: IndexDatabase,
  repository: RepositoryRecord,
  registry: RegistryRow,
  derived: {
    fingerprint: string
    tagsFingerprint: string
    revision: number
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
    `INSERT INTO repository (registry_key, name, path, verified, description, operating_systems,
       architectures, platform_mask, declared_platforms, image_tag, image_digest, image_platforms, logo_url,
       created_at, updated_at, pull_count, newest_tag, type,
       fingerprint, tags_fingerprint, revision)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)
     ON CONFLICT (registry_key, name) DO UPDATE SET
       description = excluded.description, operating_systems = excluded.operating_systems,
       architectures = excluded.architectures, platform_mask = excluded.platform_mask,
       declared_platforms = excluded.declared_platforms, image_tag = excluded.image_tag,
       image_digest = excluded.image_digest, image_platforms = excluded.image_platforms,
       logo_url = excluded.logo_url, created_at = excluded.created_at, updated_at = excluded.updated_at,
       newest_tag = excluded.newest_tag, type = excluded.type, fingerprint = excluded.fingerprint,
       tags_fingerprint = excluded.tags_fingerprint, revision = excluded.revision
     RETURNING repository_id`,
    registry.registry_key,
    name,
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
    repository.type,
    derived.fingerprint,
    derived.tagsFingerprint,
    derived.revision,
  )
  if (row === undefined) throw new Error(`${name} was not written to the index.`)
  return row.repository_id
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
 * The time that is shown as the last update. The change feed says when that was; without one nothing but the content tells of
 * a change, and it is dated when it is seen.
 */
function toUpdatedAt(
  repository: RepositoryRecord,
  known: KnownRow | undefined,
  fingerprint: string,
  now: Date,
): string {
  const times = [repository.createdAt, repository.newestTag?.pushedAt ?? '', repository.changedAt ?? '']
  if (known !== undefined && repository.changedAt === null) {
    times.push(known.updated_at)
    if (known.fingerprint !== fingerprint) times.push(now.toISOString())
  }
  return times.sort().at(-1) ?? repository.createdAt
}

function toFingerprint({ changedAt: _, ...content }: RepositoryRecord): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64')
}

function toRef({ registryId, repositoryName }: RepositoryRecord): RepositoryRef {
  return { registryId, repositoryName }
}
