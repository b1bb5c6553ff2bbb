/** BatchDeleteImage: removes tags or images. Comes with the image store; until then every valid call is refused. */
import { defineOperation } from '../operation.ts'
import { repositoryResourceByAlias } from '../resource.ts'
import { imageIdentifierList, layerRepositoryReference, structure } from '../shapes.ts'
import { refuseImageData } from '../unsupported.ts'

export const batchDeleteImage = defineOperation({
  name: 'BatchDeleteImage',
  access: 'write',
  input: structure({
    ...layerRepositoryReference,
    imageIds: imageIdentifierList,
  }),
  resource: repositoryResourceByAlias,
  run: refuseImageData,
})
