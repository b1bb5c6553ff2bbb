/** DescribeImageTags: one page of a repository's tags. */
import { DescribeImageTagsCommand, type ImageTagDetail } from '@aws-sdk/client-ecr-public'
import { callApi, type EcrPublic } from './call-api.ts'
import { isServiceException } from './ecr-public-error.ts'
import type { RepositoryKey } from './to-repository.ts'

export interface ImageTag {
  tag: string
  /** `sha256:…`, of the manifest that the tag names. */
  digest: string
  /** Compressed size; null for a manifest list, and where the API gives none. */
  sizeBytes: number | null
  /** ISO 8601: when the image was pushed, or else when the tag was made; null where the API gives neither. */
  pushedAt: string | null
  mediaType: string | null
  /** Set for what is not a container image, such as a chart. */
  artifactMediaType: string | null
}

export interface ImageTagPage {
  tags: ImageTag[]
  nextToken: string | null
  /** The repository has more tags, and the source describes no more of them. */
  isCut?: boolean
}

/**
 * Lists up to `maxResults` (1–1000) tags in the API's order.
 * @returns null when the repository does not exist
 * @throws {EcrPublicError} of kind `invalid` when the token is not one of this list
 */
export async function listImageTags(
  api: EcrPublic,
  { registryId, repositoryName }: RepositoryKey,
  { maxResults, nextToken }: { maxResults: number; nextToken?: string | undefined },
): Promise<ImageTagPage | null> {
  return callApi(api, 'DescribeImageTags', async (client) => {
    try {
      const answer = await client.send(
        new DescribeImageTagsCommand({ registryId, repositoryName, maxResults, nextToken }),
      )
      return {
        tags: (answer.imageTagDetails ?? []).flatMap(toImageTag),
        nextToken: answer.nextToken ?? null,
      }
    } catch (error) {
      if (isServiceException(error, 'RepositoryNotFoundException')) return null
      throw error
    }
  })
}

function toImageTag({ imageTag, createdAt, imageDetail }: ImageTagDetail): ImageTag[] {
  if (imageTag === undefined || imageDetail?.imageDigest === undefined) return []
  return [
    {
      tag: imageTag,
      digest: imageDetail.imageDigest,
      sizeBytes: imageDetail.imageSizeInBytes ?? null,
      pushedAt: (imageDetail.imagePushedAt ?? createdAt)?.toISOString() ?? null,
      mediaType: imageDetail.imageManifestMediaType ?? null,
      artifactMediaType: imageDetail.artifactMediaType ?? null,
    },
  ]
}
