/**
 * ListTagsForResource: which image tag the publisher of a repository wants to be offered first, as a resource tag of the repository
 * says. Nobody has to set it, and the gallery need not be allowed to read it.
 */
import { ListTagsForResourceCommand } from '@aws-sdk/client-ecr-public'
import { DEFAULT_TAG_KEY } from '#lib/oci/choose-default-tag.ts'
import { isTag } from '#lib/oci/tag.ts'
import type { SourceErrorKind } from '../source-error.ts'
import { callApi, type EcrPublic } from './call-api.ts'
import { EcrPublicError, isServiceException } from './ecr-public-error.ts'
import type { RepositoryKey } from './to-repository.ts'

/** Without the permission, or where the operation is not offered, there is no such tag. */
const tolerated = new Set<SourceErrorKind>(['permission', 'not-ecr-public', 'invalid'])

/** After a refusal a client does not ask again for this long: it would cost a request for each repository. */
const refusalMs = 3_600_000

const refusals = new WeakMap<object, number>()

/**
 * Reads the tag.
 * @returns null when none is set, when what is set is no tag, and where it cannot be asked for
 * @throws {EcrPublicError} when the API cannot be read
 */
export async function getPublisherDefaultTag(
  api: EcrPublic,
  { registryId, repositoryName }: RepositoryKey,
  nowMs = Date.now(),
): Promise<string | null> {
  const refusedMs = refusals.get(api.client)
  if (refusedMs !== undefined && nowMs - refusedMs < refusalMs) return null
  try {
    return await callApi(api, 'ListTagsForResource', async (client) => {
      try {
        const resourceArn = `arn:aws:ecr-public::${registryId}:repository/${repositoryName}`
        const { tags = [] } = await client.send(new ListTagsForResourceCommand({ resourceArn }))
        const value = tags.find(({ Key }) => Key === DEFAULT_TAG_KEY)?.Value ?? ''
        return isTag(value) ? value : null
      } catch (error) {
        if (isServiceException(error, 'RepositoryNotFoundException')) return null
        throw error
      }
    })
  } catch (error) {
    if (!(error instanceof EcrPublicError) || !tolerated.has(error.kind)) throw error
    refusals.set(api.client, nowMs)
    return null
  }
}
