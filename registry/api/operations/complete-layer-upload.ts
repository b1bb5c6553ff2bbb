/** CompleteLayerUpload: ends the upload of a layer and checks its digest. Comes with the image store; until then every valid call is refused. */
import { defineOperation } from '../operation.ts'
import { repositoryResourceByAlias } from '../resource.ts'
import { layerDigest, layerRepositoryReference, list, structure, uploadId } from '../shapes.ts'
import { refuseImageData } from '../unsupported.ts'

export const completeLayerUpload = defineOperation({
  name: 'CompleteLayerUpload',
  access: 'write',
  input: structure({
    ...layerRepositoryReference,
    uploadId,
    layerDigests: list(layerDigest, { min: 1, max: 100 }),
  }),
  resource: repositoryResourceByAlias,
  run: refuseImageData,
})
