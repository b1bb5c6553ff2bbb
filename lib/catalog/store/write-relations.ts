/** Writes how an image has to do with others, beside its facts; see relations.ts. */
import { listNamedImages } from '#lib/oci/list-named-images.ts'
import type { Relation, RepositoryRelations } from '../catalog.ts'
import type { ImageRef } from './catalog-writer.ts'
import type { IndexDatabase } from './index-database.ts'

/** Of one image, and of one question. */
export const MAX_RELATIONS = 128
const maxLength = 512
/** Images of one repository whose layers are known; those that came first go. More than are looked at, or they would be read again and again. */
const maxImages = 128
/** A ChainID is kept by so many of its digits, which nobody can meet by trying. */
const chainDigits = 32

/** Replaces what is known of an image that is offered first; within the transaction that writes its facts. */
export function putRelations(
  database: IndexDatabase,
  repositoryId: number,
  { image, relations }: { image: ImageRef; relations: RepositoryRelations },
): void {
  const { chainIds, baseName, deploys } = relations
  database.run(
    `DELETE FROM repository_relation WHERE repository_id = ? AND relation <> 'names'`,
    repositoryId,
  )
  const rows: [Relation, string][] = [
    // What has the same layers is as much a copy as something built on it.
    ...chainIds.slice(0, -1).map((chainId): [Relation, string] => ['layers', toChainKey(chainId)]),
    ...(baseName === null ? [] : [['base', baseName] satisfies [Relation, string]]),
    ...deploys.map((name): [Relation, string] => ['deploys', name]),
  ]
  addRows(database, repositoryId, rows)
  noteLayers(database, repositoryId, { image, chainIds })
}

/** Replaces what a repository's usage text names; within the transaction that writes the text. */
export function putNamedImages(database: IndexDatabase, repositoryId: number, usageText: string): void {
  database.run(`DELETE FROM repository_relation WHERE repository_id = ? AND relation = 'names'`, repositoryId)
  const names = listNamedImages(usageText)
  addRows(
    database,
    repositoryId,
    names.map((name) => ['names', name]),
  )
}

function addRows(
  database: IndexDatabase,
  repositoryId: number,
  rows: readonly (readonly [Relation, string])[],
): void {
  for (const [relation, value] of rows.slice(0, MAX_RELATIONS)) {
    database.run(
      'INSERT OR IGNORE INTO repository_relation (relation, value, repository_id) VALUES (?, ?, ?)',
      relation,
      value.slice(0, maxLength).toWellFormed(),
      repositoryId,
    )
  }
}

/**
 * Notes the layers of an image that some tag names; of what is no image, that there are none.
 * @returns true when they were not known, or as others
 */
export function putImageLayers(
  database: IndexDatabase,
  image: ImageRef,
  chainIds: readonly string[],
): boolean {
  return database.transaction(() => {
    const id = findId(database, image)
    if (id === null) return false
    const known = database.get<{ chain: string }>(
      'SELECT chain FROM image_layers WHERE repository_id = ? AND digest = ?',
      id,
      image.digest,
    )
    noteLayers(database, id, { image, chainIds })
    return known?.chain !== toChainKey(chainIds.at(-1) ?? '')
  })
}

function noteLayers(
  database: IndexDatabase,
  repositoryId: number,
  { image, chainIds }: { image: ImageRef; chainIds: readonly string[] },
): void {
  database.run(
    `INSERT OR REPLACE INTO image_layers (repository_id, digest, tag, chain, layer_count, noted)
     VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(noted), 0) + 1 FROM image_layers WHERE repository_id = ?))`,
    repositoryId,
    image.digest,
    image.tag,
    toChainKey(chainIds.at(-1) ?? ''),
    chainIds.length,
    repositoryId,
  )
  database.run(
    `DELETE FROM image_layers WHERE repository_id = ? AND noted <=
       (SELECT max(noted) - ? FROM image_layers WHERE repository_id = ?)`,
    repositoryId,
    maxImages,
    repositoryId,
  )
}

/** The repository of an image; null where the index has none. */
export function findId(database: IndexDatabase, { registryId, repositoryName }: ImageRef): number | null {
  return (
    database.get<{ repository_id: number }>(
      `SELECT r.repository_id FROM repository r JOIN registry g USING (registry_key)
       WHERE g.registry_id = ? AND r.name = ?`,
      registryId,
      repositoryName,
    )?.repository_id ?? null
  )
}

/** A ChainID as it is kept. */
export function toChainKey(chainId: string): string {
  const digits = chainId.includes(':') ? chainId.slice(chainId.indexOf(':') + 1) : chainId
  return digits.slice(0, chainDigits)
}
