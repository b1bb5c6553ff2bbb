/** PutImage: stores a manifest, with or without a tag, once everything that it names is there. */
import { type Digest, isDigest, parseDigest, toDigest } from '#lib/oci/digest.ts'
import { MAX_MANIFEST_BYTES, type Manifest, ManifestError, readManifest } from '#lib/oci/manifest.ts'
import { stripParameters } from '#lib/oci/media-types.ts'
import { acceptImage } from '#registry/domain/images/accept-image.ts'
import { EcrError, invalidParameter } from '#registry/wire/aws-json/ecr-error.ts'
import {
  imageTag,
  layerRepositoryReference,
  optional,
  structure,
  text,
} from '#registry/wire/aws-json/shapes.ts'
import { defineOperation } from '../operation.ts'
import { requireRepository } from '../require-repository.ts'
import { repositoryResourceByAlias } from '../resource.ts'

export const putImage = defineOperation({
  name: 'PutImage',
  access: 'write',
  verbs: ['repositories', 'images', 'tags', 'references', 'quotas'],
  parts: ['images'],
  input: structure({
    ...layerRepositoryReference,
    imageManifest: text({ min: 1, max: MAX_MANIFEST_BYTES }),
    imageManifestMediaType: optional(text()),
    imageTag: optional(imageTag),
    imageDigest: optional(text()),
  }),
  resource: repositoryResourceByAlias,
  keepsTo: (input) => input.repositoryName,
  async run(context, input) {
    const { service, db, registryId, now: at } = context
    const { repositoryName, imageManifest } = input
    const { repositoryId } = await requireRepository(context, repositoryName)
    const content = Buffer.from(imageManifest)
    const manifest = await toManifest(content, input.imageManifestMediaType)
    const digest = toVerifiedDigest(content, input.imageDigest)
    const tags = input.imageTag === undefined ? [] : [input.imageTag]
    const accepted = await acceptImage(service, db, repositoryId, { manifest, content, digest, tags, at })
    if (!accepted.isNew && accepted.movedTags.length === 0) {
      const tagged = input.imageTag === undefined ? '' : ` and tag '${input.imageTag}'`
      throw new EcrError(
        'ImageAlreadyExistsException',
        `Image with digest '${digest}'${tagged} already exists in the repository with name '${repositoryName}' in registry with id '${registryId}'`,
      )
    }
    const imageId = { imageDigest: digest, imageTag: input.imageTag }
    const imageManifestMediaType = manifest.mediaType
    return { image: { registryId, repositoryName, imageId, imageManifest, imageManifestMediaType } }
  },
  changes: (input) => input.repositoryName,
})

async function toManifest(content: Uint8Array, mediaType: string | undefined): Promise<Manifest> {
  if (content.length > MAX_MANIFEST_BYTES) {
    throw invalidParameter('imageManifest', `Member must have at most ${MAX_MANIFEST_BYTES} bytes in UTF-8`)
  }
  try {
    return await readManifest(content, stripParameters(mediaType), 'push')
  } catch (cause) {
    if (cause instanceof ManifestError) throw invalidParameter('ImageManifest', cause.message, { cause })
    throw cause
  }
}

/** The digest by the algorithm of the given one, or by the usual one. */
function toVerifiedDigest(content: Uint8Array, expected: string | undefined): Digest {
  if (expected === undefined) return toDigest('sha256', content)
  if (!isDigest(expected)) throw invalidParameter('imageDigest', 'Member must be a sha256 or sha512 digest')
  const digest = toDigest(parseDigest(expected)?.algorithm ?? 'sha256', content)
  if (digest === expected) return digest
  throw new EcrError(
    'ImageDigestDoesNotMatchException',
    `The manifest has the digest '${digest}', not the provided '${expected}'`,
  )
}
