/** BatchCheckLayerAvailability: which of these layers does the repository have? Comes with the image store; until then every valid call is refused. */
import { defineOperation } from '../operation.ts'
import { repositoryResourceByAlias } from '../resource.ts'
import { layerRepositoryReference, list, structure, text } from '../shapes.ts'
import { refuseImageData } from '../unsupported.ts'

export const batchCheckLayerAvailability = defineOperation({
  name: 'BatchCheckLayerAvailability',
  access: 'read',
  input: structure({
    ...layerRepositoryReference,
    layerDigests: list(text({ max: 1000 }), { min: 1, max: 100 }),
  }),
  resource: repositoryResourceByAlias,
  run: refuseImageData,
})
