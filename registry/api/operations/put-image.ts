/** PutImage: stores a manifest, with or without a tag. Comes with the image store; until then every valid call is refused. */
import { defineOperation } from '../operation.ts'
import { repositoryResourceByAlias } from '../resource.ts'
import { layerRepositoryReference, optional, structure, text } from '../shapes.ts'
import { refuseImageData } from '../unsupported.ts'

export const putImage = defineOperation({
  name: 'PutImage',
  access: 'write',
  input: structure({
    ...layerRepositoryReference,
    imageManifest: text({ min: 1, max: 4_194_304 }),
    imageManifestMediaType: optional(text()),
    imageTag: optional(text({ min: 1, max: 300 })),
    imageDigest: optional(text()),
  }),
  resource: repositoryResourceByAlias,
  run: refuseImageData,
})
