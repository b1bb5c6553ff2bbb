/** Writes into the index what the newest images run on, which is read after everything else. */
import type { ImageRef, RepositoryRef } from './catalog-writer.ts'
import { type IndexDatabase, nextRevision } from './index-database.ts'
import {
  type ImagePlatforms,
  joinPlatforms,
  type ManifestPlatform,
  type PlatformLabels,
  toPlatformLabels,
} from './join-platforms.ts'
import { toPlatformMask } from './platform-mask.ts'

interface ImageRow {
  repository_id: number
  declared_platforms: string
  image_tag: string | null
  image_digest: string | null
  image_platforms: string | null
}

/** As it stands in the column `image_platforms`: what was last read, maybe of an image that is no longer the newest. */
export interface StoredImagePlatforms extends ImagePlatforms {
  digest: string
}

/** The newest images of which the platforms have not been read yet. */
export function listUnreadImages(
  database: IndexDatabase,
  repositories: readonly RepositoryRef[],
): ImageRef[] {
  return repositories.flatMap((ref) => {
    const row = findRow(database, ref)
    if (row === undefined || row.image_tag === null || row.image_digest === null) return []
    const isRead = parseImagePlatforms(row.image_platforms)?.digest === row.image_digest
    return isRead ? [] : [{ ...ref, tag: row.image_tag, digest: row.image_digest }]
  })
}

/**
 * Writes them if the image is still the newest.
 * @returns the id of the repository where it was, and whether a page shows something else now
 */
export function putImagePlatforms(
  database: IndexDatabase,
  image: ImageRef,
  platforms: readonly ManifestPlatform[],
): { repositoryId: number; isShown: boolean } | null {
  return database.transaction(() => {
    const row = findRow(database, image)
    if (row === undefined || row.image_digest !== image.digest || row.image_tag !== image.tag) return null
    const declared: PlatformLabels = JSON.parse(row.declared_platforms)
    const { tag, digest } = image
    const found: StoredImagePlatforms = { tag, digest, ...toPlatformLabels(platforms) }
    const { operatingSystems, architectures } = joinPlatforms(declared, found)
    const labels = [...operatingSystems, ...architectures]
    database.run(
      `UPDATE repository SET operating_systems = ?, architectures = ?, platform_mask = ?, image_platforms = ?,
         revision = ?
       WHERE repository_id = ?`,
      JSON.stringify(operatingSystems),
      JSON.stringify(architectures),
      toPlatformMask(labels),
      JSON.stringify(found),
      nextRevision(database),
      row.repository_id,
    )
    const before = parseImagePlatforms(row.image_platforms)
    return { repositoryId: row.repository_id, isShown: toShown(before) !== toShown(found) }
  })
}

/** Reads the column; null where nothing has been read. */
export function parseImagePlatforms(text: string | null): StoredImagePlatforms | null {
  return text === null ? null : JSON.parse(text)
}

/** An image without any platform says no more than one that was not read. */
function toShown(platforms: StoredImagePlatforms | null): string {
  if (platforms === null || platforms.operatingSystems.length + platforms.architectures.length === 0)
    return ''
  const { digest: _, ...shown } = platforms
  return JSON.stringify(shown)
}

function findRow(
  database: IndexDatabase,
  { registryId, repositoryName }: RepositoryRef,
): ImageRow | undefined {
  return database.get<ImageRow>(
    `SELECT r.repository_id, r.declared_platforms, r.image_tag, r.image_digest, r.image_platforms
     FROM repository r JOIN registry g USING (registry_key) WHERE g.registry_id = ? AND r.name = ?`,
    registryId,
    repositoryName,
  )
}
