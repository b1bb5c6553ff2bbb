/** One page of a repository's image tags, for its Image tags tab and for `/api/tags`. */
import { type ImageTagPage, listImageTags as listTagsOfRepository } from '#lib/ecr-public/list-image-tags.ts'
import { getCatalog, getEcrPublic } from './catalog-instance.ts'

export type { ImageTag, ImageTagPage } from '#lib/ecr-public/list-image-tags.ts'

/** Tags in one answer. */
const tagsPerPage = 100

/**
 * Lists tags in the API's order, found by any alias of the registry.
 * @returns null when there is no such repository
 * @throws {EcrPublicError} when the API cannot be read, or refuses the token
 */
export async function listImageTags(
  registryAlias: string,
  repositoryName: string,
  options: { nextToken?: string } = {},
): Promise<ImageTagPage | null> {
  const summary = getCatalog().findRepository(registryAlias, repositoryName)
  if (summary === null) return null
  return listTagsOfRepository(
    getEcrPublic(),
    { registryId: summary.registryId, repositoryName },
    { maxResults: tagsPerPage, ...options },
  )
}
