/** BatchCheckLayerAvailability: which of these layers does the repository have, so that they need not be pushed? */
import { type Digest, isDigest } from '#lib/oci/digest.ts'
import { isBlobStored } from '#registry/domain/images/lost-blobs.ts'
import { protectBlob } from '#registry/domain/images/protect-blob.ts'
import { layerRepositoryReference, list, structure, text } from '#registry/wire/aws-json/shapes.ts'
import { defineOperation, type ReadContext } from '../operation.ts'
import { requireRepository } from '../require-repository.ts'
import { repositoryResourceByAlias } from '../resource.ts'

export const batchCheckLayerAvailability = defineOperation({
  name: 'BatchCheckLayerAvailability',
  access: 'read',
  verbs: ['repositories', 'blobs', 'references'],
  parts: ['config', 'store', 'images', 'clock'],
  input: structure({
    ...layerRepositoryReference,
    layerDigests: list(text({ max: 1000 }), { min: 1, max: 100 }),
  }),
  resource: repositoryResourceByAlias,
  async run(context, { repositoryName, layerDigests }) {
    const { repositoryId } = await requireRepository(context, repositoryName)
    const layers: object[] = []
    const failures: object[] = []
    for (const layerDigest of new Set(layerDigests)) {
      if (isDigest(layerDigest)) layers.push(await toLayer(context, repositoryId, layerDigest))
      else failures.push(toFailure(layerDigest))
    }
    return { layers, failures }
  },
})

function toFailure(layerDigest: string): object {
  if (layerDigest === '') {
    return { layerDigest, failureCode: 'MissingLayerDigest', failureReason: 'The layer digest is empty.' }
  }
  return {
    layerDigest,
    failureCode: 'InvalidLayerDigest',
    failureReason: 'A layer digest must be sha256: or sha512: and as many hexadecimal digits in lower case.',
  }
}

async function toLayer(
  { service, db, principal }: ReadContext<'blobs' | 'references', 'config' | 'store' | 'images' | 'clock'>,
  repositoryId: number,
  layerDigest: Digest,
): Promise<object> {
  // Before it is looked for, so that what is found stays.
  const mayPush = async () => principal.kind !== 'gallery'
  await protectBlob(service, { repositoryId, mayPush }, layerDigest)
  const layerSize = await db.blobs.getSize(repositoryId, layerDigest)
  if (layerSize === null || !(await isBlobStored(service, layerDigest, layerSize)))
    return { layerDigest, layerAvailability: 'UNAVAILABLE' }
  const mediaType = (await db.references.getBlobMediaType(repositoryId, layerDigest)) ?? undefined
  return { layerDigest, layerAvailability: 'AVAILABLE', layerSize, mediaType }
}
