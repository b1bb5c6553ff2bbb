/** Reads from the store what the search engine needs of repositories and registries. */
import { toLifecycleState } from '#lib/oci/lifecycle.ts'
import type { DocumentFacts } from '../engine/documents.ts'
import type { DocumentTexts } from '../engine/index-document.ts'
import type { RegistryFacts } from '../engine/registries.ts'
import type { IndexDatabase } from './index-database.ts'
import { listLicences } from './write-image-facts.ts'

interface FactsRow {
  repository_id: number
  name: string
  registry_key: number
  verified: number
  operating_systems: string
  architectures: string
  kind: string
  licence: string | null
  is_signed: number
  is_proven: number
  has_sbom: number
  has_source: number
  lifecycle: string | null
  updated_at: string
  pull_count: number
  revision: number
}

interface DocumentRow extends FactsRow {
  description: string
  about_text: string | null
  usage_text: string | null
}

interface RegistryRow {
  registry_key: number
  registry_id: string
  primary_alias: string
  publisher_name: string
  verified: number
  aliases: string
}

const factColumns = `r.repository_id, r.name, r.registry_key, r.verified, r.operating_systems, r.architectures, r.kind,
  r.licence, r.is_signed, r.is_proven, r.has_sbom, r.has_source, r.lifecycle, r.updated_at, r.pull_count, r.revision`

const registrySql = `SELECT g.registry_key, g.registry_id, g.primary_alias, g.publisher_name, g.verified,
  (SELECT json_group_array(alias) FROM registry_alias a WHERE a.registry_key = g.registry_key) AS aliases
  FROM registry g`

/** One repository; null when it is not there. */
export function readDocument(
  database: IndexDatabase,
  repositoryId: number,
  publisherNamesOf: (registryKey: number) => readonly string[],
): { facts: DocumentFacts; texts: DocumentTexts } | null {
  const row = database.get<DocumentRow>(
    `SELECT ${factColumns}, r.description, t.about_text, t.usage_text
     FROM repository r LEFT JOIN repository_text t USING (repository_id) WHERE r.repository_id = ?`,
    repositoryId,
  )
  if (row === undefined) return null
  const tags = database.all<{ tag: string }>(
    'SELECT tag FROM repository_tag WHERE repository_id = ?',
    repositoryId,
  )
  return {
    facts: toFacts(row),
    texts: {
      repositoryName: row.name,
      publisherNames: publisherNamesOf(row.registry_key),
      platforms: [...JSON.parse(row.operating_systems), ...JSON.parse(row.architectures)],
      description: row.description,
      texts: [row.about_text ?? '', row.usage_text ?? ''],
      tags: tags.map(({ tag }) => tag),
    },
  }
}

/** Calls back with the facts of each repository, and the number of the write that changed it last. */
export function visitAllFacts(
  database: IndexDatabase,
  take: (facts: DocumentFacts, revision: number) => void,
): void {
  database.each<FactsRow>(`SELECT ${factColumns} FROM repository r`, (row) =>
    take(toFacts(row), row.revision),
  )
}

/** What the search knows of a registry; null when it is not in the index. */
export function readRegistry(database: IndexDatabase, registryKey: number): RegistryFacts | null {
  const row = database.get<RegistryRow>(`${registrySql} WHERE g.registry_key = ?`, registryKey)
  return row === undefined ? null : toRegistry(row)
}

/** The same of every registry. */
export function readAllRegistries(database: IndexDatabase): RegistryFacts[] {
  return database.all<RegistryRow>(registrySql).map(toRegistry)
}

function toFacts(row: FactsRow): DocumentFacts {
  return {
    repositoryId: row.repository_id,
    repositoryName: row.name,
    registryKey: row.registry_key,
    facets: {
      verified: toYes(row.verified),
      signed: toYes(row.is_signed),
      proven: toYes(row.is_proven),
      sbom: toYes(row.has_sbom),
      source: toYes(row.has_source),
      operatingSystems: JSON.parse(row.operating_systems),
      architectures: JSON.parse(row.architectures),
      types: [row.kind],
      licences: row.kind === 'empty' ? [] : listLicences(row.licence),
    },
    isEmpty: row.kind === 'empty',
    isLeft: isLeft(row.lifecycle),
    updatedMs: Date.parse(row.updated_at),
    pullCount: row.pull_count,
  }
}

/** Deprecated, or past its last day. */
function isLeft(lifecycle: string | null): boolean {
  const state = lifecycle === null ? null : toLifecycleState(JSON.parse(lifecycle), Date.now())
  return state === 'deprecated' || state === 'ended'
}

function toYes(flag: number): string[] {
  return flag === 1 ? ['yes'] : []
}

function toRegistry(row: RegistryRow): RegistryFacts {
  return {
    registryKey: row.registry_key,
    registryId: row.registry_id,
    primaryAlias: row.primary_alias,
    publisherName: row.publisher_name,
    verified: row.verified === 1,
    aliases: JSON.parse(row.aliases),
  }
}
