/**
 * ListTagsForResource: what the publisher of a repository says of it with resource tags: which image tag to offer first, and whether it
 * is deprecated or ends. Nobody has to set them, and the gallery need not be allowed to read them.
 */
import { ListTagsForResourceCommand } from '@aws-sdk/client-ecr-public'
import { DEFAULT_TAG_KEY } from '#lib/oci/choose-default-tag.ts'
import { type Lifecycle, toLifecycle } from '#lib/oci/lifecycle.ts'
import { isTag } from '#lib/oci/tag.ts'
import { callApi, type EcrPublic } from './call-api.ts'
import { EcrPublicError, type EcrPublicErrorKind, isServiceException } from './ecr-public-error.ts'
import type { RepositoryKey } from './to-repository.ts'

export interface PublisherTags {
  /** Null when none is set, and when what is set is no tag. */
  defaultTag: string | null
  lifecycle: Lifecycle | null
}

const none: PublisherTags = { defaultTag: null, lifecycle: null }

/** Without the permission, or where the operation is not offered, there are no such tags. */
const tolerated = new Set<EcrPublicErrorKind>(['permission', 'not-ecr-public', 'invalid'])

/** After a refusal a client does not ask again for this long: it would cost a request for each repository. */
const refusalMs = 3_600_000

const refusals = new WeakMap<object, number>()

/**
 * Reads the tags; none where they cannot be asked for.
 * @throws {EcrPublicError} when the API cannot be read
 */
export async function getPublisherTags(
  api: EcrPublic,
  { registryId, repositoryName }: RepositoryKey,
  nowMs = Date.now(),
): Promise<PublisherTags> {
  const refusedMs = refusals.get(api.client)
  if (refusedMs !== undefined && nowMs - refusedMs < refusalMs) return none
  try {
    return await callApi(api, 'ListTagsForResource', async (client) => {
      try {
        const resourceArn = `arn:aws:ecr-public::${registryId}:repository/${repositoryName}`
        const { tags = [] } = await client.send(new ListTagsForResourceCommand({ resourceArn }))
        const value = tags.find(({ Key }) => Key === DEFAULT_TAG_KEY)?.Value ?? ''
        const resourceTags = tags.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }))
        return { defaultTag: isTag(value) ? value : null, lifecycle: toLifecycle(resourceTags) }
      } catch (error) {
        if (isServiceException(error, 'RepositoryNotFoundException')) return none
        throw error
      }
    })
  } catch (error) {
    if (!(error instanceof EcrPublicError) || !tolerated.has(error.kind)) throw error
    refusals.set(api.client, nowMs)
    return none
  }
}
