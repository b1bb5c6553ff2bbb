/** ListTagsForResource: the tags of a repository. */
import { repositoryArn } from '#registry/wire/aws-json/arn.ts'
import { structure } from '#registry/wire/aws-json/shapes.ts'
import { defineOperation } from '../operation.ts'
import { requireRepository } from '../require-repository.ts'
import { repositoryResource } from '../resource.ts'

export const listTagsForResource = defineOperation({
  name: 'ListTagsForResource',
  access: 'read',
  verbs: ['repositories', 'resourceTags'],
  input: structure({ resourceArn: repositoryArn }),
  resource: (input, principal) => repositoryResource(input.resourceArn, principal),
  async run(context, input) {
    const repository = await requireRepository(context, input.resourceArn.repositoryName)
    const tags = await context.db.resourceTags.list(repository.repositoryId)
    return { tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) }
  },
})
