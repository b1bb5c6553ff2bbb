/** Writes registries into the index, together with what their repositories repeat of them. */
import type { RegistryRecord } from './catalog-writer.ts'
import { type IndexDatabase, nextRevision } from './index-database.ts'
import { REPOSITORY_TABLES } from './index-schema.ts'

interface RegistryRow {
  registry_key: number
  publisher_name: string
  description: string | null
  website: string | null
  verified: number
  primary_alias: string
}

/**
 * Writes the registry where anything differs from what was known.
 * @returns the keys of the registries that differ: none, this one, or also one that had an alias of it; the first is this one
 */
export function putRegistry(database: IndexDatabase, registry: RegistryRecord): number[] {
  const [primaryAlias] = registry.aliases
  if (primaryAlias === undefined) throw new Error(`Registry ${registry.registryId} has no active alias.`)
  const publisherName = registry.displayName ?? primaryAlias
  const { description = null, website = null } = registry
  return database.transaction(() => {
    const known = database.get<RegistryRow>(
      `SELECT registry_key, publisher_name, description, website, verified, primary_alias FROM registry
       WHERE registry_id = ?`,
      registry.registryId,
    )
    const isSame =
      known !== undefined &&
      known.publisher_name === publisherName &&
      known.description === description &&
      known.website === website &&
      known.verified === Number(registry.verified) &&
      listAliases(database, registry.registryId).join() === registry.aliases.join()
    if (isSame) return []
    const key = known?.registry_key ?? insertRegistry(database, registry.registryId)
    database.run(
      `UPDATE registry SET publisher_name = ?, description = ?, website = ?, verified = ?, primary_alias = ?
       WHERE registry_key = ?`,
      publisherName,
      description,
      website,
      Number(registry.verified),
      primaryAlias,
      key,
    )
    database.run('DELETE FROM registry_alias WHERE registry_key = ?', key)
    const changed = new Set([key])
    for (const [position, alias] of registry.aliases.entries()) {
      const owner = findRegistryKey(database, alias)
      if (owner !== null) changed.add(owner)
      // An alias that has just moved here may still stand with the registry that had it.
      database.run(
        'INSERT OR REPLACE INTO registry_alias (alias, registry_key, position) VALUES (?, ?, ?)',
        alias,
        key,
        position,
      )
    }
    const revision = nextRevision(database)
    for (const one of changed) updateRepositories(database, one, revision)
    return [...changed]
  })
}

/** The key of the registry with this alias; null when nobody has it. */
export function findRegistryKey(database: IndexDatabase, alias: string): number | null {
  const sql = 'SELECT registry_key FROM registry_alias WHERE alias = ?'
  return database.get<{ registry_key: number }>(sql, alias)?.registry_key ?? null
}

/**
 * Removes a registry with all its repositories.
 * @returns the key that it had, and the ids of the repositories; null when it was not there
 */
export function removeRegistry(
  database: IndexDatabase,
  registryId: string,
): { registryKey: number; repositoryIds: number[] } | null {
  return database.transaction(() => {
    const known = database.get<{ registry_key: number }>(
      'SELECT registry_key FROM registry WHERE registry_id = ?',
      registryId,
    )
    if (known === undefined) return null
    const rows = database.all<{ repository_id: number }>(
      'SELECT repository_id FROM repository WHERE registry_key = ?',
      known.registry_key,
    )
    for (const table of REPOSITORY_TABLES) {
      database.run(
        `DELETE FROM ${table} WHERE repository_id IN (SELECT repository_id FROM repository WHERE registry_key = ?)`,
        known.registry_key,
      )
    }
    for (const table of ['repository', 'registry_alias', 'registry']) {
      database.run(`DELETE FROM ${table} WHERE registry_key = ?`, known.registry_key)
    }
    return { registryKey: known.registry_key, repositoryIds: rows.map((row) => row.repository_id) }
  })
}

/** Active aliases, the primary one first; empty for an unknown registry. */
export function listAliases(database: IndexDatabase, registryId: string): string[] {
  const rows = database.all<{ alias: string }>(
    `SELECT a.alias FROM registry_alias a JOIN registry g USING (registry_key) WHERE g.registry_id = ?
     ORDER BY a.position`,
    registryId,
  )
  return rows.map(({ alias }) => alias)
}

function insertRegistry(database: IndexDatabase, registryId: string): number {
  return database.run(
    `INSERT INTO registry (registry_id, publisher_name, verified, primary_alias) VALUES (?, '', 0, '')`,
    registryId,
  ).lastId
}

function updateRepositories(database: IndexDatabase, registryKey: number, revision: number): void {
  database.run(
    `UPDATE repository SET revision = ?, verified = g.verified, path = g.primary_alias || '/' || repository.name
     FROM registry g WHERE g.registry_key = repository.registry_key AND g.registry_key = ?`,
    revision,
    registryKey,
  )
}
