/** Writes repositories into the store: the row that is shown, and the texts and tags that are searched. */
import { createHash } from 'node:crypto'
import {
  type PlatformLabels,
  toArchitectureLabels,
  toOperatingSystemLabels,
} from '#lib/oci/join-platforms.ts'
import type { RepositoryRecord, RepositoryRef } from './catalog-writer.ts'
import { type IndexDatabase, nextRevision } from './index-database.ts'
import { REPOSITORY_TABLES } from './index-schema.ts'
import { deriveColumns, parseImageFacts, type StoredImageFacts } from './write-image-facts.ts'
import { findPullCount } from './write-pull-counts.ts'
import { putNamedImages } from './write-relations.ts'
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
  image_facts: string | null
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
      for (const table of [...REPOSITORY_TABLES, 'repository']) {
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
    `SELECT repository_id, updated_at, fingerprint, tags_fingerprint, image_facts FROM repository
     WHERE registry_key = ? AND name = ?`,
    registry.registry_key,
    repository.repositoryName,
  )
  const fingerprint = toFingerprint(repository)
  const updatedAt = toUpdatedAt(repository, known, fingerprint, now)
  if (known?.fingerprint === fingerprint && known.updated_at === updatedAt) return null
  const declared = toDeclaredPlatforms(repository)
  const imageFacts = toKnownFacts(repository, known)
  const tagsFingerprint = toTagsFingerprint(repository.tags)
  const id = putRow(database, repository, registry, {
    fingerprint,
    tagsFingerprint,
    revision,
    updatedAt,
    pullCount:
      known === undefined ? findPullCount(database, repository.registryId, repository.repositoryName) : 0,
    declared,
    imageFacts,
  })
  // Only the time moved: the rest is as it was.
  if (known?.fingerprint !== fingerprint) {
    database.run(
      'INSERT OR REPLACE INTO repository_text (repository_id, about_text, usage_text) VALUES (?, ?, ?)',
      id,
      repository.aboutText,
      repository.usageText,
    )
    putNamedImages(database, id, repository.usageText)
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
    /** Of a repository that is new here; of another one it stays. */
    pullCount: number
    declared: PlatformLabels
    imageFacts: StoredImageFacts | null
  },
): number {
  const name = repository.repositoryName
  const { shownImage, kind: listedKind } = repository
  const shown = deriveColumns(derived.declared, derived.imageFacts, {
    digest: shownImage?.digest ?? null,
    listedKind,
  })
  const row = database.get<{ repository_id: number }>(
    `INSERT INTO repository (registry_key, name, path, verified, description, operating_systems,
       architectures, declared_platforms, image_tag, image_digest, image_facts, size_bytes, licence, is_signed,
       is_proven, has_sbom, has_source, lifecycle, logo_url, created_at, updated_at, pull_count, newest_tag, listed_kind, kind,
       fingerprint, tags_fingerprint, revision)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (registry_key, name) DO UPDATE SET
       description = excluded.description, operating_systems = excluded.operating_systems,
       architectures = excluded.architectures, declared_platforms = excluded.declared_platforms,
       image_tag = excluded.image_tag, image_digest = excluded.image_digest, image_facts = excluded.image_facts,
       size_bytes = excluded.size_bytes, licence = excluded.licence, is_signed = excluded.is_signed, is_proven = excluded.is_proven,
       has_sbom = excluded.has_sbom, has_source = excluded.has_source, lifecycle = excluded.lifecycle, logo_url = excluded.logo_url, created_at = excluded.created_at, updated_at = excluded.updated_at,
       newest_tag = excluded.newest_tag, listed_kind = excluded.listed_kind, kind = excluded.kind, fingerprint = excluded.fingerprint,
       tags_fingerprint = excluded.tags_fingerprint, revision = excluded.revision
     RETURNING repository_id`,
    registry.registry_key,
    name,
    `${registry.primary_alias}/${name}`,
    registry.verified,
    repository.description,
    JSON.stringify(shown.operatingSystems),
    JSON.stringify(shown.architectures),
    JSON.stringify(derived.declared),
    shownImage?.tag ?? null,
    shownImage?.digest ?? null,
    derived.imageFacts && JSON.stringify(derived.imageFacts),
    shown.sizeBytes,
    shown.licence,
    Number(shown.isSigned),
    Number(shown.isProven),
    Number(shown.hasSbom),
    Number(shown.hasSource),
    repository.lifecycle ? JSON.stringify(repository.lifecycle) : null,
    repository.logoUrl,
    repository.createdAt,
    derived.updatedAt,
    derived.pullCount,
    repository.newestTag?.tag ?? null,
    listedKind,
    shown.kind,
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

/** Until the image to show has been read, what is known of the one before it stays. */
function toKnownFacts(
  { shownImage }: RepositoryRecord,
  known: KnownRow | undefined,
): StoredImageFacts | null {
  if (shownImage === null) return null
  const facts = parseImageFacts(known?.image_facts ?? null)
  return facts?.digest === shownImage.digest ? { ...facts, tag: shownImage.tag } : facts
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
