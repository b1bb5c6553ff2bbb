/**
 * ListTagsForResource: what the publisher of a repository says to galleries, as resource tags of it. Nobody has to set any, and the
 * gallery need not be allowed to read them.
 */
import { ListTagsForResourceCommand } from '@aws-sdk/client-ecr-public'
import type { SourceErrorKind } from '../source-error.ts'
import { callApi, type EcrPublic } from './call-api.ts'
import { EcrPublicError, isServiceException } from './ecr-public-error.ts'
import type { RepositoryKey } from './to-repository.ts'

/** Without the permission, or where the operation is not offered, there are no such tags. */
const tolerated = new Set<SourceErrorKind>(['permission', 'not-ecr-public', 'invalid'])

/** After a refusal a client does not ask again for this long: it would cost a request for each repository. */
const refusalMs = 3_600_000

const refusals = new WeakMap<object, number>()

/**
 * Reads the tags.
 * @returns values by keys; empty where there are none, and where they cannot be asked for
 * @throws {EcrPublicError} when the API cannot be read
 */
export async function listResourceTags(
  api: EcrPublic,
  { registryId, repositoryName }: RepositoryKey,
  nowMs = Date.now(),
): Promise<Map<string, string>> {
  const refusedMs = refusals.get(api.client)
  if (refusedMs !== undefined && nowMs - refusedMs < refusalMs) return new Map()
  try {
    return await callApi(api, 'ListTagsForResource', async (client) => {
      try {
        const resourceArn = `arn:aws:ecr-public::${registryId}:repository/${repositoryName}`
        const { tags = [] } = await client.send(new ListTagsForResourceCommand({ resourceArn }))
        return new Map(tags.map(({ Key = '', Value = '' }) => [Key, Value]))
      } catch (error) {
        if (isServiceException(error, 'RepositoryNotFoundException')) return new Map()
        throw error
      }
    })
  } catch (error) {
    if (!(error instanceof EcrPublicError) || !tolerated.has(error.kind)) throw error
    refusals.set(api.client, nowMs)
    return new Map()
  }
}
