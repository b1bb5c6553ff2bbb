/** UploadLayerPart: takes one part of a layer. Comes with the image store; until then every valid call is refused. */
import { defineOperation } from '../operation.ts'
import { repositoryResourceByAlias } from '../resource.ts'
import { blob, integer, layerRepositoryReference, structure, uploadId } from '../shapes.ts'
import { refuseImageData } from '../unsupported.ts'

export const uploadLayerPart = defineOperation({
  name: 'UploadLayerPart',
  access: 'write',
  input: structure({
    ...layerRepositoryReference,
    uploadId,
    partFirstByte: integer({ min: 0 }),
    partLastByte: integer({ min: 0 }),
    layerPartBlob: blob({ max: 20_971_520 }),
  }),
  resource: repositoryResourceByAlias,
  run: refuseImageData,
})
