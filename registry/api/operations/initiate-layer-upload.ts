/** InitiateLayerUpload: begins the upload of a layer. Comes with the image store; until then every valid call is refused. */
import { defineOperation } from '../operation.ts'
import { repositoryResourceByAlias } from '../resource.ts'
import { layerRepositoryReference, structure } from '../shapes.ts'
import { refuseImageData } from '../unsupported.ts'

export const initiateLayerUpload = defineOperation({
  name: 'InitiateLayerUpload',
  access: 'write',
  input: structure({
    ...layerRepositoryReference,
  }),
  resource: repositoryResourceByAlias,
  run: refuseImageData,
})
