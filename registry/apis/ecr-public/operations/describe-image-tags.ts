/** DescribeImageTags: the tags of a repository, the newest first; untagged images don't show. */

import type { ImageTag } from '#registry/store/entities.ts'
import { pageRequest, repositoryReference, structure } from '#registry/wire/aws-json/shapes.ts'
import { toTimestamp } from '#registry/wire/aws-json/to-timestamp.ts'
import { listPage } from '../list-page.ts'
import { defineOperation } from '../operation.ts'
import { requireRepository } from '../require-repository.ts'
import { repositoryResource } from '../resource.ts'

export const describeImageTags = defineOperation({
  name: 'DescribeImageTags',
  access: 'read',
  verbs: ['repositories', 'tags'],
  parts: ['keys'],
  input: structure({ ...repositoryReference, ...pageRequest }),
  resource: repositoryResource,
  async run(context, input) {
    const { service, db, registryId } = context
    const { repositoryName } = input
    const { repositoryId } = await requireRepository(context, repositoryName)
    const page = await listPage(service.keys, input, {
      scope: { operation: 'DescribeImageTags', registryId, repositoryName },
      fetch: (cursor, limit) => {
        const [createdAt = '', tag = ''] = cursor ?? []
        return db.tags.list({ repositoryId, after: cursor === null ? null : { createdAt, tag }, limit })
      },
      toCursor: (row) => [row.createdAt, row.tag],
    })
    return { imageTagDetails: page.rows.map(toImageTagDetail), nextToken: page.nextToken }
  },
})

function toImageTagDetail(row: ImageTag): object {
  return {
    imageTag: row.tag,
    createdAt: toTimestamp(row.createdAt),
    imageDetail: {
      imageDigest: row.digest,
      imageSizeInBytes: row.sizeBytes,
      imagePushedAt: toTimestamp(row.pushedAt),
      imageManifestMediaType: row.mediaType,
      artifactMediaType: row.artifactMediaType ?? undefined,
    },
  }
}
