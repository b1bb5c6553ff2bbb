/** What the publisher of a repository says of it with resource tags: which image tag to offer first, and whether it is deprecated or ends. */

import { type Lifecycle, toLifecycle } from '#lib/oci/lifecycle.ts'
import { isTag } from '#lib/oci/tag.ts'
import { DEFAULT_TAG_KEY } from '#lib/tags/choose-default-tag.ts'
import type { EcrPublic } from './call-api.ts'
import { listResourceTags } from './list-resource-tags.ts'
import type { RepositoryKey } from './to-repository.ts'

export interface PublisherTags {
  /** Null when none is set, and when what is set is no tag. */
  defaultTag: string | null
  lifecycle: Lifecycle | null
}

/** Where nothing is said. */
export const noPublisherTags: PublisherTags = { defaultTag: null, lifecycle: null }

/**
 * Reads the tags; none where they cannot be asked for.
 * @throws {EcrPublicError} when the API cannot be read
 */
export async function getPublisherTags(
  api: EcrPublic,
  repository: RepositoryKey,
  nowMs = Date.now(),
): Promise<PublisherTags> {
  const tags = await listResourceTags(api, repository, nowMs)
  const value = tags.get(DEFAULT_TAG_KEY) ?? ''
  const listed = [...tags].map(([key, text]) => ({ key, value: text }))
  return { defaultTag: isTag(value) ? value : null, lifecycle: toLifecycle(listed) }
}
