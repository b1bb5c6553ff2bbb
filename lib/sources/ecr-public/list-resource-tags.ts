/**
 * ListTagsForResource: what the publisher of a repository says to galleries, as resource tags of it. Nobody has to set any, and the
 * gallery need not be allowed to read them.
 */
import { ListTagsForResourceCommand } from '@aws-sdk/client-ecr-public'
import { LRUCache } from 'lru-cache'
import type { SourceErrorKind } from '../source-error.ts'
import { callApi, type EcrPublic } from './call-api.ts'
import { EcrPublicError, isServiceException } from './ecr-public-error.ts'
import type { RepositoryKey } from './to-repository.ts'

/** Without the permission, or where the operation is not offered, there are no such tags. */
const tolerated = new Set<SourceErrorKind>(['permission', 'not-ecr-public', 'invalid'])

/**
 * After a refusal a client does not ask again for this long: it would cost a request for each repository. Once it was answered, a refusal is
 * one of its repository alone, as policies may allow some of them.
 */
const refusalMs = 3_600_000
/** Repositories that are refused while others are not. */
const maxRefused = 10_000

interface Refusals {
  wasAnswered: boolean
  /** Milliseconds since 1970, by the ARN of the repository, or `*` for all. */
  refusedMs: LRUCache<string, number>
}

const known = new WeakMap<object, Refusals>()

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
  const resourceArn = `arn:aws:ecr-public::${registryId}:repository/${repositoryName}`
  const refusals = known.get(api.client) ?? {
    wasAnswered: false,
    // An ARN and a number each.
    refusedMs: new LRUCache({ max: maxRefused }),
  }
  known.set(api.client, refusals)
  const isRefused = (what: string) => nowMs - (refusals.refusedMs.get(what) ?? -refusalMs) < refusalMs
  if (isRefused('*') || isRefused(resourceArn)) return new Map()
  try {
    const answered = await callApi(api, 'ListTagsForResource', async (client) => {
      try {
        const { tags = [] } = await client.send(new ListTagsForResourceCommand({ resourceArn }))
        return new Map(tags.map(({ Key = '', Value = '' }) => [Key, Value]))
      } catch (error) {
        if (isServiceException(error, 'RepositoryNotFoundException')) return new Map()
        throw error
      }
    })
    refusals.wasAnswered = true
    return answered
  } catch (error) {
    if (!(error instanceof EcrPublicError) || !tolerated.has(error.kind)) throw error
    refusals.refusedMs.set(refusals.wasAnswered ? resourceArn : '*', nowMs)
    return new Map()
  }
}
