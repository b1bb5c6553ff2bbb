/** TagResource: adds tags to a repository; tags that aren't mentioned stay. */
import { isShownResourceTag } from '#lib/oci/shown-resource-tag.ts'
import { repositoryArn } from '#registry/wire/aws-json/arn.ts'
import { structure } from '#registry/wire/aws-json/shapes.ts'
import { defineOperation } from '../operation.ts'
import { requireRepository } from '../require-repository.ts'
import { repositoryResource } from '../resource.ts'
import { addResourceTags, tagList } from '../resource-tags.ts'

export const tagResource = defineOperation({
  name: 'TagResource',
  access: 'write',
  verbs: ['repositories', 'resourceTags'],
  input: structure({ resourceArn: repositoryArn, tags: tagList }),
  resource: (input, principal) => ({
    ...repositoryResource(input.resourceArn, principal),
    requestTags: input.tags,
  }),
  async run(context, input) {
    const repository = await requireRepository(context, input.resourceArn.repositoryName)
    await addResourceTags(context.db, repository.repositoryId, input.tags)
    return {}
  },
  // Pages show the effect of these, and of no other resource tag.
  changes: (input) =>
    input.tags.some(({ Key }) => isShownResourceTag(Key ?? ''))
      ? input.resourceArn.repositoryName
      : undefined,
})
