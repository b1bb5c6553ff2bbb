/** DescribeImages: the images of a repository, the newest first, or those that are named. */
import { setImmediate } from 'node:timers/promises'
import type { Image } from '#registry/store/entities.ts'
import { MAX_TAGS_OF_PAGE } from '#registry/store/sql/images.ts'
import { EcrError, invalidParameter } from '#registry/wire/aws-json/ecr-error.ts'
import {
  imageIdentifierList,
  optional,
  pageRequest,
  repositoryReference,
  structure,
} from '#registry/wire/aws-json/shapes.ts'
import { toTimestamp } from '#registry/wire/aws-json/to-timestamp.ts'
import { listPage, refusePaging } from '../list-page.ts'
import { defineOperation, type ReadContext } from '../operation.ts'
import { requireRepository } from '../require-repository.ts'
import { repositoryResource } from '../resource.ts'

/** Each may have a thousand tags. */
const idsAtOnce = 4

interface ImageIdentifier {
  imageDigest?: string | undefined
  imageTag?: string | undefined
}

export const describeImages = defineOperation({
  name: 'DescribeImages',
  access: 'read',
  verbs: ['repositories', 'images', 'tags'],
  parts: ['keys'],
  input: structure({
    ...repositoryReference,
    imageIds: optional(imageIdentifierList),
    ...pageRequest,
  }),
  resource: repositoryResource,
  async run(context, input) {
    const { service, db, registryId } = context
    const { repositoryName } = input
    if (input.imageIds !== undefined) refusePaging(input, 'imageIds')
    const { repositoryId } = await requireRepository(context, repositoryName)
    const toOutput = (image: Image) => toImageDetail(registryId, repositoryName, image)
    if (input.imageIds !== undefined) {
      const images = new Map<string, Image>()
      for (const [index, id] of input.imageIds.entries()) {
        const image = await requireImage(context, { repositoryId, repositoryName }, id, index)
        images.set(image.digest, image)
        if (index % idsAtOnce === idsAtOnce - 1) await setImmediate()
      }
      return { imageDetails: [...images.values()].map(toOutput) }
    }
    const page = await listPage(service.keys, input, {
      scope: { operation: 'DescribeImages', registryId, repositoryName },
      fetch: (cursor, limit) => {
        const [pushedAt = '', digest = ''] = cursor ?? []
        return db.images.list({ repositoryId, after: cursor === null ? null : { pushedAt, digest }, limit })
      },
      toCursor: (image) => [image.pushedAt, image.digest],
      weigh: (image) => image.tags.length,
      maxWeight: MAX_TAGS_OF_PAGE,
    })
    return { imageDetails: page.rows.map(toOutput), nextToken: page.nextToken }
  },
})

async function requireImage(
  { db, registryId }: ReadContext<'tags' | 'images'>,
  repository: { repositoryId: number; repositoryName: string },
  { imageDigest, imageTag }: ImageIdentifier,
  index: number,
): Promise<Image> {
  if (imageDigest === undefined && imageTag === undefined) {
    throw invalidParameter(`imageIds.${index + 1}.member`, 'Member must have an imageDigest or an imageTag')
  }
  const { repositoryId, repositoryName } = repository
  const digest = imageTag === undefined ? imageDigest : await db.tags.getDigest(repositoryId, imageTag)
  // Given together, tag and digest have to name the same image.
  const agreed = imageDigest === undefined || digest === imageDigest
  const image = digest && agreed ? await db.images.get(repositoryId, digest) : null
  if (image === null) {
    throw new EcrError(
      'ImageNotFoundException',
      `The image with imageId {imageDigest:'${imageDigest ?? 'null'}', imageTag:'${imageTag ?? 'null'}'} does not exist within the repository with name '${repositoryName}' in the registry with id '${registryId}'`,
    )
  }
  return image
}

function toImageDetail(registryId: string, repositoryName: string, image: Image): object {
  return {
    registryId,
    repositoryName,
    imageDigest: image.digest,
    imageTags: image.tags.length === 0 ? undefined : image.tags,
    imageSizeInBytes: image.sizeBytes,
    imagePushedAt: toTimestamp(image.pushedAt),
    imageManifestMediaType: image.mediaType,
    artifactMediaType: image.artifactMediaType ?? undefined,
  }
}
