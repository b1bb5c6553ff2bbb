/**
 * How repositories have to do with one another, by the images that they offer first: what one is built on, as it is named and as its
 * layers tell, and what a chart deploys. It stands in tables and not in the engine, as no search asks for it.
 */
import { toImageName } from '#lib/oci/image-place.ts'
import type { BaseImageFound, Relation, RepositoryRelations, RepositorySummary } from '../catalog.ts'
import type { ImageRef, RepositoryRef } from './catalog-writer.ts'
import type { IndexDatabase } from './index-database.ts'
import {
  type SummaryRow,
  summaryColumns,
  type ToLogoSrc,
  toRepositorySummary,
} from './to-repository-summary.ts'
import { parseImageFacts } from './write-image-facts.ts'
import { findId, MAX_RELATIONS, toChainKey } from './write-relations.ts'

/** Repositories that are looked at for those to list; where there are as many, there may be more. */
const maxRelated = 1_000
/** Pages of so many are made again when one of them changes. */
const maxConcerned = 20
/** Tags of a repository that are looked at for images whose layers are not known. */
const maxTags = 100
const maxUnread = 30

/**
 * Images whose layers are the first ones of another image: those with the most of them, and of these verified publishers' and the most
 * pulled first.
 * @param chainIds of the other image, below its last layer
 */
export function findBaseImages(
  database: IndexDatabase,
  chainIds: readonly string[],
  { except, limit }: { except: number | null; limit: number },
): BaseImageFound[] {
  if (chainIds.length === 0) return []
  const keys = chainIds.slice(-MAX_RELATIONS).map(toChainKey)
  const rows = database.all<{
    primary_alias: string
    name: string
    digest: string
    tag: string
    layer_count: number
  }>(
    `SELECT g.primary_alias, r.name, l.digest, l.tag, l.layer_count
     FROM image_layers l JOIN repository r USING (repository_id) JOIN registry g USING (registry_key)
     WHERE l.chain IN (${keys.map(() => '?').join(', ')}) AND l.layer_count > 0 AND l.repository_id IS NOT ?
     ORDER BY l.layer_count DESC, r.verified DESC, r.pull_count DESC, r.path, l.noted DESC LIMIT ?`,
    ...keys,
    except,
    limit,
  )
  return rows.map((row) => ({
    registryAlias: row.primary_alias,
    repositoryName: row.name,
    digest: row.digest,
    tag: row.tag,
    layerCount: row.layer_count,
  }))
}

/** What is known of the image that a repository offers first; null until it has been read. */
export function findRelations(
  database: IndexDatabase,
  registryAlias: string,
  repositoryName: string,
): (RepositoryRelations & { repositoryId: number; imageNames: string[]; layers: string[] }) | null {
  const repositoryId = findByAlias(database, registryAlias, repositoryName)
  if (repositoryId === null) return null
  return {
    repositoryId,
    ...readRelations(database, repositoryId),
    imageNames: listImageNames(database, repositoryId),
    layers: listLayers(database, repositoryId),
  }
}

/** Nothing is known. */
const noRelations: RepositoryRelations = { chainIds: [], baseName: null, deploys: [] }

/**
 * Repositories that have one of these values, the most pulled first.
 * @param wanted of `layers`, ChainIDs or what `findRelations` gives as `layers`
 */
export function listRelated(
  database: IndexDatabase,
  wanted: Partial<Record<Relation, readonly string[]>>,
  { except, limit, toLogoSrc }: { except: number | null; limit: number; toLogoSrc: ToLogoSrc },
): { total: number; repositories: RepositorySummary[] } {
  const ids = listIds(database, wanted, { except, limit: maxRelated })
  const rows = database.all<SummaryRow>(
    `SELECT ${summaryColumns} FROM repository r JOIN registry g USING (registry_key)
     WHERE r.repository_id IN (SELECT value FROM json_each(?))
     ORDER BY r.verified DESC, r.pull_count DESC, r.updated_at DESC, r.path LIMIT ?`,
    JSON.stringify(ids),
    limit,
  )
  return { total: ids.length, repositories: rows.map((row) => toRepositorySummary(row, toLogoSrc)) }
}

function listIds(
  database: IndexDatabase,
  wanted: Partial<Record<Relation, readonly string[]>>,
  { except, limit }: { except: number | null; limit: number },
): number[] {
  const pairs = Object.entries(wanted).flatMap(([relation, values]) =>
    values
      .slice(0, MAX_RELATIONS)
      .map((value) => [relation, relation === 'layers' ? toChainKey(value) : value]),
  )
  if (pairs.length === 0) return []
  const values = pairs.map(() => '(?, ?)').join(', ')
  return database
    .all<{ repository_id: number }>(
      `SELECT DISTINCT repository_id FROM repository_relation
       WHERE (relation, value) IN (VALUES ${values}) AND repository_id IS NOT ? LIMIT ?`,
      ...pairs.flat(),
      except,
      limit,
    )
    .map((row) => row.repository_id)
}

/** The repository that is pulled under this name (`registry.example/acme/base`), by alias and name; null where none is. */
export function findImageName(
  database: IndexDatabase,
  imageName: string,
): { registryAlias: string; repositoryName: string } | null {
  const [host = '', ...path] = imageName.split('/')
  const names = [path.slice(1).join('/'), path.join('/')].filter((name) => name !== '')
  const rows = database.all<{ image_host: string; primary_alias: string; name: string; alias: string }>(
    `SELECT s.image_host, g.primary_alias, r.name, a.alias
     FROM repository r JOIN registry g USING (registry_key) JOIN sync_registry s USING (registry_id)
       JOIN registry_alias a USING (registry_key)
     WHERE r.name IN (?, ?) AND s.image_host IN (?, ?)`,
    names[0] ?? '',
    names[1] ?? '',
    host,
    `${host}/`,
  )
  const found = rows.find(({ image_host, alias, name }) => toImageName(image_host, alias, name) === imageName)
  return found === undefined ? null : { registryAlias: found.primary_alias, repositoryName: found.name }
}

/** What an image is built on and deploys, and who is built on the same or deploys it, unless these are many: their pages say so. */
export function listConcerned(database: IndexDatabase, image: ImageRef): RepositoryRef[] {
  const id = findId(database, image)
  if (id === null) return []
  const known = readRelations(database, id)
  const [imageNames, layers] = [listImageNames(database, id), listLayers(database, id)]
  const named = [...known.deploys, ...(known.baseName === null ? [] : [known.baseName])].flatMap(
    (name) => findImageName(database, name) ?? [],
  )
  const alike = listIds(
    database,
    {
      base: [...imageNames, ...(known.baseName === null ? [] : [known.baseName])],
      layers: [...layers, ...known.chainIds.slice(0, -1)],
      deploys: imageNames,
    },
    { except: id, limit: maxConcerned + 1 },
  )
  const bases = findBaseImages(database, known.chainIds.slice(0, -1), { except: id, limit: 1 })
  const ids = new Set(alike.length > maxConcerned ? [] : alike)
  for (const { registryAlias, repositoryName } of [...named, ...bases]) {
    const found = findByAlias(database, registryAlias, repositoryName)
    if (found !== null && found !== id) ids.add(found)
  }
  return toReferences(database, ids)
}

/**
 * The repository of an image and those that are built on this very image, whose pages show something else once its layers are known; none
 * where nobody is, and only its own where they are many.
 */
export function listBuiltOnLayers(
  database: IndexDatabase,
  image: ImageRef,
  chainIds: readonly string[],
): RepositoryRef[] {
  const id = findId(database, image)
  if (id === null || chainIds.length === 0) return []
  const ids = listIds(database, { layers: chainIds.slice(-1) }, { except: id, limit: maxConcerned + 1 })
  if (ids.length === 0) return []
  return toReferences(database, [id, ...(ids.length > maxConcerned ? [] : ids)])
}

function toReferences(database: IndexDatabase, ids: Iterable<number>): RepositoryRef[] {
  return [...ids].flatMap((id) => {
    const row = findRow(database, id)
    return row === undefined ? [] : [{ registryId: row.registry_id, repositoryName: row.name }]
  })
}

/**
 * Images whose layers have not been read, of the repositories that an image is built on, and of its own where others are built on it:
 * what they were built on may be an older one of these.
 */
export function listUnreadBases(database: IndexDatabase, image: ImageRef): ImageRef[] {
  const id = findId(database, image)
  if (id === null) return []
  const relations = readRelations(database, id)
  const named = relations.baseName === null ? null : findImageName(database, relations.baseName)
  const bases = new Set<number>()
  const base = named && findByAlias(database, named.registryAlias, named.repositoryName)
  if (base !== null) bases.add(base)
  for (const chainId of relations.chainIds.slice(0, -1)) {
    const rows = database.all<{ repository_id: number }>(
      'SELECT repository_id FROM image_layers WHERE chain = ? AND layer_count > 0 LIMIT 5',
      toChainKey(chainId),
    )
    for (const { repository_id } of rows) bases.add(repository_id)
  }
  if (isBuiltOn(database, id)) bases.add(id)
  return [...bases].flatMap((base) => listUnread(database, base))
}

/** Whether another repository is built on this one. */
function isBuiltOn(database: IndexDatabase, repositoryId: number): boolean {
  const sql = `SELECT 1 FROM repository_relation WHERE relation = ? AND value = ? AND repository_id <> ? LIMIT 1`
  const has = (relation: Relation) => (value: string) =>
    database.get(sql, relation, value, repositoryId) !== undefined
  return (
    listImageNames(database, repositoryId).some(has('base')) ||
    listLayers(database, repositoryId).some(has('layers'))
  )
}

function listUnread(database: IndexDatabase, repositoryId: number): ImageRef[] {
  const place = findRow(database, repositoryId)
  if (place === undefined) return []
  const rows = database.all<{ tag: string; digest: string }>(
    `SELECT tag, digest FROM (SELECT tag, digest FROM repository_tag WHERE repository_id = ? ORDER BY position LIMIT ?)
     WHERE tag NOT LIKE 'sha256-%' AND digest NOT IN (SELECT digest FROM image_layers WHERE repository_id = ?)
     GROUP BY digest LIMIT ?`,
    repositoryId,
    maxTags,
    repositoryId,
    maxUnread,
  )
  const { registry_id: registryId, name: repositoryName } = place
  return rows.map(({ tag, digest }) => ({ registryId, repositoryName, tag, digest, asOf: '' }))
}

/** Every name under which the images of a repository are pulled, as host and path. */
export function listImageNames(database: IndexDatabase, repositoryId: number): string[] {
  const rows = database.all<{ image_host: string | null; alias: string; name: string }>(
    `SELECT s.image_host, a.alias, r.name FROM repository r JOIN registry g USING (registry_key)
       JOIN sync_registry s USING (registry_id) JOIN registry_alias a USING (registry_key)
     WHERE r.repository_id = ?`,
    repositoryId,
  )
  return [
    ...new Set(
      rows.flatMap(({ image_host, alias, name }) =>
        image_host === null ? [] : [toImageName(image_host, alias, name)],
      ),
    ),
  ]
}

function listLayers(database: IndexDatabase, repositoryId: number): string[] {
  return database
    .all<{ chain: string }>(
      'SELECT DISTINCT chain FROM image_layers WHERE repository_id = ? AND layer_count > 0',
      repositoryId,
    )
    .map(({ chain }) => chain)
}

function readRelations(database: IndexDatabase, repositoryId: number): RepositoryRelations {
  return parseImageFacts(findRow(database, repositoryId)?.image_facts ?? null)?.relations ?? noRelations
}

/** The id of a repository by any alias of its registry; null when the index has none. */
export function findByAlias(database: IndexDatabase, registryAlias: string, name: string): number | null {
  return (
    database.get<{ repository_id: number }>(
      `SELECT r.repository_id FROM repository r JOIN registry_alias a USING (registry_key)
       WHERE a.alias = ? AND r.name = ?`,
      registryAlias,
      name,
    )?.repository_id ?? null
  )
}

function findRow(database: IndexDatabase, repositoryId: number) {
  return database.get<{ image_facts: string | null; registry_id: string; name: string }>(
    `SELECT r.image_facts, g.registry_id, r.name FROM repository r JOIN registry g USING (registry_key)
     WHERE r.repository_id = ?`,
    repositoryId,
  )
}
