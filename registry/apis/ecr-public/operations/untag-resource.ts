/** UntagResource: removes tags from a repository by their keys. */
import { isShownResourceTag } from '#lib/oci/shown-resource-tag.ts'
import { repositoryArn } from '#registry/wire/aws-json/arn.ts'
import { structure } from '#registry/wire/aws-json/shapes.ts'
import { defineOperation } from '../operation.ts'
import { requireRepository } from '../require-repository.ts'
import { repositoryResource } from '../resource.ts'
import { checkTagKey, tagKeyList } from '../resource-tags.ts'

export const untagResource = defineOperation({
  name: 'UntagResource',
  access: 'write',
  verbs: ['repositories', 'resourceTags'],
  input: structure({ resourceArn: repositoryArn, tagKeys: tagKeyList }),
  resource: (input, principal) => ({
    ...repositoryResource(input.resourceArn, principal),
    requestTagKeys: input.tagKeys,
  }),
  async run(context, input) {
    const repository = await requireRepository(context, input.resourceArn.repositoryName)
    for (const key of input.tagKeys) checkTagKey(key)
    await context.db.resourceTags.delete(repository.repositoryId, input.tagKeys)
    return {}
  },
  // Pages show the effect of these, and of no other resource tag.
  changes: (input) => (input.tagKeys.some(isShownResourceTag) ? input.resourceArn.repositoryName : undefined),
})
