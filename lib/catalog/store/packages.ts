/**
 * Which repositories hold a package, and in which version, by the bill of materials of the image that is offered first. It stands in
 * tables and not in the engine: a search for a package is one more filter, and no other search has to do with it.
 */
import { compareWithAsked } from '#lib/packages/compare-package-versions.ts'
import type { PackageQuery, VersionRelation } from '../query/parse-package-query.ts'
import type { ImageRef, ShownPackage } from './catalog-writer.ts'
import type { IndexDatabase } from './index-database.ts'

/** Of one repository. */
const maxPackages = 5_000
const maxLength = 200

/** Replaces what is known of the packages of a repository, if the image is still the one to show. @returns whether anything is another */
export function putPackages(
  database: IndexDatabase,
  { registryId, repositoryName, digest }: ImageRef,
  packages: readonly ShownPackage[],
): boolean {
  return database.transaction(() => {
    const row = database.get<{ repository_id: number; image_digest: string | null }>(
      `SELECT r.repository_id, r.image_digest FROM repository r JOIN registry g USING (registry_key)
       WHERE g.registry_id = ? AND r.name = ?`,
      registryId,
      repositoryName,
    )
    if (row === undefined || row.image_digest !== digest) return false
    const ids = new Set(packages.slice(0, maxPackages).map((one) => toIds(database, one)))
    const known = database
      .all<{ ids: string }>(
        `SELECT name_id || ' ' || version_id AS ids FROM repository_package WHERE repository_id = ?`,
        row.repository_id,
      )
      .map((one) => one.ids)
    if (known.length === ids.size && known.every((one) => ids.has(one))) return false
    database.run('DELETE FROM repository_package WHERE repository_id = ?', row.repository_id)
    for (const pair of ids) {
      const [name, version] = pair.split(' ').map(Number)
      database.run(
        'INSERT INTO repository_package (name_id, version_id, repository_id) VALUES (?, ?, ?)',
        name ?? 0,
        version ?? 0,
        row.repository_id,
      )
    }
    // Searches that are kept in front of the pages may answer otherwise now.
    database.run('UPDATE total SET version = version + 1')
    return true
  })
}

/** The repositories that hold the package in such a version, by their ids. */
export function listPackageRepositories(
  database: IndexDatabase,
  { name, version }: PackageQuery,
): Set<number> {
  const nameId = database.get<{ name_id: number }>(
    'SELECT name_id FROM package_name WHERE name = ?',
    name,
  )?.name_id
  if (nameId === undefined) return new Set()
  if (version === null) {
    return toIdSet(
      database.all<{ repository_id: number }>(
        'SELECT repository_id FROM repository_package WHERE name_id = ?',
        nameId,
      ),
    )
  }
  const versions = database.all<{ version_id: number; type: string; version: string }>(
    `SELECT version_id, type, version FROM package_version WHERE version_id IN
       (SELECT DISTINCT version_id FROM repository_package WHERE name_id = ?)`,
    nameId,
  )
  const fitting = versions.filter((one) => {
    const order = compareWithAsked(one.type || null, one.version, version.text)
    return one.version !== '' && isRelated(order, version.relation)
  })
  return toIdSet(
    fitting.flatMap(({ version_id }) =>
      database.all<{ repository_id: number }>(
        'SELECT repository_id FROM repository_package WHERE name_id = ? AND version_id = ?',
        nameId,
        version_id,
      ),
    ),
  )
}

function isRelated(order: number, relation: VersionRelation): boolean {
  if (order === 0) return relation.includes('=')
  return order < 0 ? relation.startsWith('<') : relation.startsWith('>')
}

function toIdSet(rows: readonly { repository_id: number }[]): Set<number> {
  return new Set(rows.map(({ repository_id }) => repository_id))
}

/** Both ids as one text, by which equal packages are told. */
function toIds(database: IndexDatabase, { name, version, type }: ShownPackage): string {
  const [own, stated, kind] = [name.toLowerCase(), version ?? '', type ?? ''].map((text) =>
    text.slice(0, maxLength).toWellFormed(),
  )
  database.run('INSERT OR IGNORE INTO package_name (name) VALUES (?)', own ?? '')
  database.run(
    'INSERT OR IGNORE INTO package_version (type, version) VALUES (?, ?)',
    kind ?? '',
    stated ?? '',
  )
  const found = database.get<{ ids: string }>(
    `SELECT (SELECT name_id FROM package_name WHERE name = ?) || ' ' ||
       (SELECT version_id FROM package_version WHERE version = ? AND type = ?) AS ids`,
    own ?? '',
    stated ?? '',
    kind ?? '',
  )
  return found?.ids ?? ''
}
