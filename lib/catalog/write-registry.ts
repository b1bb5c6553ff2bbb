/** Writes registries into the index, together with what their repositories repeat of them. */
import type { RegistryRecord } from './catalog-writer.ts'
import type { IndexDatabase } from './index-database.ts'

interface RegistryRow {
  registry_key: number
  publisher_name: string
  verified: number
  primary_alias: string
}

/** True when anything differs from what was known. */
export function putRegistry(database: IndexDatabase, registry: RegistryRecord): boolean {
  const [primaryAlias] = registry.aliases
  if (primaryAlias === undefined) throw new Error(`Registry ${registry.registryId} has no active alias.`)
  const publisherName = registry.displayName ?? primaryAlias
  return database.transaction(() => {
    const known = database.get<RegistryRow>(
      'SELECT registry_key, publisher_name, verified, primary_alias FROM registry WHERE registry_id = ?',
      registry.registryId,
    )
    const isSame =
      known !== undefined &&
      known.publisher_name === publisherName &&
      known.verified === Number(registry.verified) &&
      listAliases(database, registry.registryId).join() === registry.aliases.join()
    if (isSame) return false
    const key = known?.registry_key ?? insertRegistry(database, registry.registryId)
    database.run(
      `UPDATE registry SET publisher_name = ?, verified = ?, primary_alias = ?, search_names = ?
       WHERE registry_key = ?`,
      publisherName,
      Number(registry.verified),
      primaryAlias,
      [publisherName, ...registry.aliases].join(' ').toLowerCase(),
      key,
    )
    database.run('DELETE FROM registry_alias WHERE registry_key = ?', key)
    for (const [position, alias] of registry.aliases.entries()) {
      // An alias that has just moved here may still stand with the registry that had it.
      database.run(
        'INSERT OR REPLACE INTO registry_alias (alias, registry_key, position) VALUES (?, ?, ?)',
        alias,
        key,
        position,
      )
    }
    if (known !== undefined) updateRepositories(database, key)
    return true
  })
}

/** Removes a registry with all its repositories. */
export function removeRegistry(database: IndexDatabase, registryId: string): void {
  database.transaction(() => {
    const known = database.get<{ registry_key: number }>(
      'SELECT registry_key FROM registry WHERE registry_id = ?',
      registryId,
    )
    if (known === undefined) return
    database.run(
      'DELETE FROM repository_text WHERE rowid IN (SELECT repository_id FROM repository WHERE registry_key = ?)',
      known.registry_key,
    )
    for (const table of ['repository', 'registry_alias', 'registry']) {
      database.run(`DELETE FROM ${table} WHERE registry_key = ?`, known.registry_key)
    }
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
    `INSERT INTO registry (registry_id, publisher_name, verified, primary_alias, search_names)
     VALUES (?, '', 0, '', '')`,
    registryId,
  ).lastId
}

function updateRepositories(database: IndexDatabase, registryKey: number): void {
  database.run(
    `UPDATE repository SET verified = g.verified, path = g.primary_alias || '/' || repository.name
     FROM registry g WHERE g.registry_key = repository.registry_key AND g.registry_key = ?`,
    registryKey,
  )
  database.run(
    `UPDATE repository_text SET publisher = (SELECT search_names FROM registry WHERE registry_key = ?)
     WHERE rowid IN (SELECT repository_id FROM repository WHERE registry_key = ?)`,
    registryKey,
    registryKey,
  )
}
