/** CompleteLayerUpload: makes the layer of what was uploaded, when it is what the caller says. */
import { type Digest, parseDigest } from '#lib/oci/digest.ts'
import { commitUpload } from '#registry/domain/images/commit-upload.ts'
import type { Upload } from '#registry/domain/images/uploads.ts'
import { quotaTable } from '#registry/domain/limits/quota-table.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import {
  layerDigest,
  layerRepositoryReference,
  list,
  structure,
  uploadId,
} from '#registry/wire/aws-json/shapes.ts'
import { defineOperation } from '../operation.ts'
import { requireUpload } from '../require-upload.ts'
import { repositoryResourceByAlias } from '../resource.ts'

const minPartBytes = quotaTable['layer-part-min-bytes'].default

export const completeLayerUpload = defineOperation({
  name: 'CompleteLayerUpload',
  access: 'files',
  verbs: ['repositories'],
  parts: ['store', 'images', 'clock'],
  input: structure({
    ...layerRepositoryReference,
    uploadId,
    layerDigests: list(layerDigest, { min: 1, max: 100 }),
  }),
  resource: repositoryResourceByAlias,
  async run(context, { repositoryName, uploadId: id, layerDigests }) {
    const { service, registryId, record } = context
    const upload = await requireUpload(context, { repositoryName, uploadId: id })
    return upload.exclusively(async () => {
      if (upload.writer.sizeBytes === 0) throw new EcrError('EmptyUploadException')
      if (upload.partBytes.slice(0, -1).some((bytes) => bytes < minPartBytes)) {
        throw new EcrError('LayerPartTooSmallException')
      }
      const digest = await requireMatch(upload, layerDigests)
      const output = { registryId, repositoryName, uploadId: id, layerDigest: digest }
      const isNew = await commitUpload(service, upload, digest, async (tx, isNewBlob) => {
        if (isNewBlob) await record.commit(tx, output)
      })
      if (!isNew) {
        throw new EcrError(
          'LayerAlreadyExistsException',
          `The layer with digest '${digest}' already exists in the repository with name '${repositoryName}' in the registry with id '${registryId}'`,
        )
      }
      return output
    })
  },
})

/**
 * The one of the digests that the uploaded bytes have; each algorithm goes over the bytes once.
 * @throws {EcrError} InvalidLayerException; the upload stays, for a call with the right digest
 */
async function requireMatch({ writer }: Upload, layerDigests: readonly string[]): Promise<Digest> {
  const algorithms = new Set(layerDigests.map((digest) => parseDigest(digest)?.algorithm ?? 'sha256'))
  const computed: Digest[] = []
  for (const algorithm of algorithms) {
    const digest = await writer.computeDigest(algorithm)
    if (layerDigests.includes(digest)) return digest
    computed.push(digest)
  }
  throw new EcrError(
    'InvalidLayerException',
    `None of the provided layer digests match the calculated layer digest ${computed.join(', ')}`,
  )
}
