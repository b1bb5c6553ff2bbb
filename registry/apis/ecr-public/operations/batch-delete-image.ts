/** BatchDeleteImage: removes tags or images; what cannot be removed is told, and does not keep the rest from going. */
import { setImmediate } from 'node:timers/promises'
import { imageIdentifierList, layerRepositoryReference, structure } from '#registry/wire/aws-json/shapes.ts'
import { defineOperation } from '../operation.ts'
import { type ImageFailure, type ImageIdentifier, removeNamedImage } from '../remove-named-image.ts'
import { requireRepository } from '../require-repository.ts'
import { repositoryResourceByAlias } from '../resource.ts'

export const batchDeleteImage = defineOperation({
  name: 'BatchDeleteImage',
  access: 'write',
  verbs: ['repositories', 'tags', 'images', 'references'],
  input: structure({
    ...layerRepositoryReference,
    imageIds: imageIdentifierList,
  }),
  resource: repositoryResourceByAlias,
  keepsTo: (input) => input.repositoryName,
  async run(context, input) {
    const { repositoryId } = await requireRepository(context, input.repositoryName)
    const imageIds: ImageIdentifier[] = []
    const failures: (ImageFailure & { imageId: ImageIdentifier })[] = []
    for (const imageId of input.imageIds) {
      const outcome = await removeNamedImage(context.db, repositoryId, imageId, context.now)
      if ('failureCode' in outcome) failures.push({ imageId, ...outcome })
      else imageIds.push(...outcome.removed)
      // An image may have a thousand tags: they are read for each id, and go with the last one.
      await setImmediate()
    }
    return { imageIds, failures }
  },
  changes: ({ repositoryName }, { imageIds }) => (imageIds.length > 0 ? repositoryName : undefined),
})
