/** Writes repositories into the index: the row that is shown and the text that is searched. */
import { createHash } from 'node:crypto'
import { listOtherNames, toArchitecture, toOperatingSystem } from '#lib/oci/platform-labels.ts'
import type { RepositoryRecord, RepositoryRef } from './catalog-writer.ts'
import type { IndexDatabase } from './index-database.ts'
import { toArchitectureLabels, toOperatingSystemLabels, toPlatformMask } from './platform-mask.ts'

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
    'SELECT repository_id, updated_at, fingerprint FROM repository WHERE registry_key = ? AND name = ?',
    registry.registry_key,
    repository.repositoryName,
  )
  const fingerprint = toFingerprint(repository)
  const updatedAt = toUpdatedAt(repository, known, fingerprint, now)
  if (known?.fingerprint === fingerprint && known.updated_at === updatedAt) return false
  const id = putRow(database, repository, registry, { fingerprint, updatedAt })
  // Only the time moved: the text need not be taken apart again.
  if (known?.fingerprint !== fingerprint) {
    if (known !== undefined) database.run('DELETE FROM repository_text WHERE rowid = ?', id)
    insertText(database, id, repository, registry)
  }
  return true
}

function putRow(
  database: IndexDatabase,
  repository: RepositoryRecord,
  registry: RegistryRow,
  { fingerprint, updatedAt }: { fingerprint: string; updatedAt: string },
): number {
  const name = repository.repositoryName
  const operatingSystems = toOperatingSystemLabels(repository.operatingSystems)
  const architectures = toArchitectureLabels(repository.architectures)
  const row = database.get<{ repository_id: number }>(
    `INSERT INTO repository (registry_key, name, last_segment, path, verified, description, operating_systems,
       architectures, platform_mask, logo_url, created_at, updated_at, pull_count, newest_tag, fingerprint)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
     ON CONFLICT (registry_key, name) DO UPDATE SET
       description = excluded.description, operating_systems = excluded.operating_systems,
       architectures = excluded.architectures, platform_mask = excluded.platform_mask,
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
    repository.logoUrl,
    repository.createdAt,
    updatedAt,
    repository.newestTag?.tag ?? null,
    fingerprint,
  )
  if (row === undefined) throw new Error(`${name} was not written to the index.`)
  return row.repository_id
}

function insertText(
  database: IndexDatabase,
  repositoryId: number,
  repository: RepositoryRecord,
  registry: RegistryRow,
): void {
  database.run(
    `INSERT INTO repository_text (rowid, name, publisher, description, platforms, texts)
     VALUES (?, ?, ?, ?, ?, ?)`,
    repositoryId,
    repository.repositoryName,
    registry.search_names,
    repository.description,
    toPlatformWords(repository),
    `${repository.aboutText}\n${repository.usageText}`,
  )
}

/** Every label as it is shown, and other names of the supported ones. */
function toPlatformWords({ operatingSystems, architectures }: RepositoryRecord): string {
  const labels = [...toOperatingSystemLabels(operatingSystems), ...toArchitectureLabels(architectures)]
  return labels
    .flatMap((label) => {
      const supported = toOperatingSystem(label) ?? toArchitecture(label)
      return supported === null ? [label] : [label, ...listOtherNames(supported)]
    })
    .join(' ')
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
