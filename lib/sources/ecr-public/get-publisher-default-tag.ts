/** Which image tag the publisher of a repository wants to be offered first, as a resource tag of the repository says. */
import { DEFAULT_TAG_KEY } from '#lib/oci/choose-default-tag.ts'
import { isTag } from '#lib/oci/tag.ts'
import type { EcrPublic } from './call-api.ts'
import { listResourceTags } from './list-resource-tags.ts'
import type { RepositoryKey } from './to-repository.ts'

/**
 * Reads the tag.
 * @returns null when none is set, when what is set is no tag, and where it cannot be asked for
 * @throws {EcrPublicError} when the API cannot be read
 */
export async function getPublisherDefaultTag(
  api: EcrPublic,
  repository: RepositoryKey,
  nowMs = Date.now(),
): Promise<string | null> {
  const value = (await listResourceTags(api, repository, nowMs)).get(DEFAULT_TAG_KEY) ?? ''
  return isTag(value) ? value : null
}
