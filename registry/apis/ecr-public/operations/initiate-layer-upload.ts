/** InitiateLayerUpload: begins the upload of a layer, which belongs to the caller and this repository. */

import { layerRepositoryReference, structure } from '#registry/wire/aws-json/shapes.ts'
import { defineOperation } from '../operation.ts'
import { requireRepository } from '../require-repository.ts'
import { repositoryResourceByAlias } from '../resource.ts'

/** What clients are told to send; UploadLayerPart takes up to twice as much. */
const partSize = 10 * 1024 * 1024

export const initiateLayerUpload = defineOperation({
  name: 'InitiateLayerUpload',
  access: 'files',
  verbs: ['repositories'],
  parts: ['config', 'images'],
  input: structure(layerRepositoryReference),
  resource: repositoryResourceByAlias,
  async run(context, { repositoryName }) {
    const { repositoryId } = await requireRepository(context, repositoryName)
    const { principal } = context
    const { images, config } = context.service
    const owner = { repositoryId, principal: principal.principalId }
    const { id } = await images.uploads.begin(owner, config.maxOpenUploads, 'parts')
    return { uploadId: id, partSize }
  },
})
