/** A repository's tags as a visitor asks for them, for its Image tags tab and for `/api/tags`. */
import { getCatalog, getEcrPublic, getTagSnapshots } from './catalog-instance.ts'
import { selectTags, type TagPage, type TagRow, toTagRow } from './select-tags.ts'
import type { TagQuery } from './tag-query.ts'
import type { TagSnapshot } from './tag-snapshots.ts'

/**
 * Lists one page of tags, found by any alias of the registry.
 * @returns null when there is no such repository
 * @throws {EcrPublicError} when the API cannot be read
 */
export async function listTags(
  registryAlias: string,
  repositoryName: string,
  query: TagQuery,
): Promise<TagPage | null> {
  const snapshot = await getTagSnapshot(registryAlias, repositoryName)
  return snapshot && selectTags(snapshot.listImages(query.sort), query, snapshot)
}

/**
 * All that the tags of a repository say about one image.
 * @returns null when no tag names it
 * @throws {EcrPublicError} when the API cannot be read
 */
export async function findTaggedImage(
  registryAlias: string,
  repositoryName: string,
  digest: string,
): Promise<TagRow | null> {
  const snapshot = await getTagSnapshot(registryAlias, repositoryName)
  const found = snapshot?.listImages('newest').find(({ image }) => image.digest === digest)
  return found === undefined ? null : toTagRow(found)
}

async function getTagSnapshot(registryAlias: string, repositoryName: string): Promise<TagSnapshot | null> {
  const summary = getCatalog().findRepository(registryAlias, repositoryName)
  if (summary === null) return null
  return getTagSnapshots().get(getEcrPublic(), { registryId: summary.registryId, repositoryName })
}
