/** A repository's tags as a visitor asks for them, for its Image tags tab and for `/api/tags`. */

import type { TagQuery } from '#lib/addresses/tag-query.ts'
import { getCatalog, getReaderOf } from '#lib/runtime/catalog-instance.ts'
import { readOrRecall } from '#lib/runtime/visit.ts'
import type { RepositoryKey } from '#lib/sources/ecr-public/to-repository.ts'
import { selectTags, type TagPage } from './select-tags.ts'
import { createTagSnapshots, type TagSnapshot, type TagSnapshots } from './tag-snapshots.ts'

const key = Symbol.for('public-gallery.tag-snapshots')

/** About what a tag takes in a snapshot, with its digest and what it is sorted by. */
const bytesPerTag = 600

/**
 * Lists one page of tags, found by any alias of the registry.
 * @returns null when there is no such repository
 * @throws {SourceError} when the API cannot be read
 */
export async function listImageTags(
  registryAlias: string,
  repositoryName: string,
  query: TagQuery,
): Promise<TagPage | null> {
  const snapshot = await getTagSnapshot(registryAlias, repositoryName)
  if (snapshot === null) return null
  const { isTruncated, defaultTag } = snapshot
  const nameLength = registryAlias.length + repositoryName.length
  return selectTags(snapshot.listImages(query.sort), query, { isTruncated, defaultTag, nameLength })
}

/** All tags of a repository; null when there is none of that name. @throws {SourceError} */
export async function getTagSnapshot(
  registryAlias: string,
  repositoryName: string,
): Promise<TagSnapshot | null> {
  const summary = getCatalog().findRepository(registryAlias, repositoryName)
  if (summary === null) return null
  const { registryId } = summary
  return readOrRecall(
    `tags ${registryId}/${repositoryName}`,
    () => getTagSnapshots().get(getReaderOf(registryId), { registryId, repositoryName }),
    (snapshot) => (snapshot?.tagCount ?? 0) * bytesPerTag + 1_000,
  )
}

/** Forgets the tags of repositories that have changed. */
export function dropImageTags(repositories: readonly RepositoryKey[]): void {
  getTagSnapshots().drop(repositories)
}

/** The tags of repositories that are being looked at; one for all copies of this module. */
function getTagSnapshots(): TagSnapshots {
  const holder = globalThis as { [key]?: TagSnapshots }
  holder[key] ??= createTagSnapshots()
  return holder[key]
}
