/**
 * PUT of a manifest, by tag or by digest (distribution specification 1.1.1, "Pushing Manifests"). Pushed by digest, it
 * may be given tags with `?tag=`, which is how a manifest with a digest of sha512 gets one.
 */
import { type Digest, parseDigest, toDigest } from '#lib/oci/digest.ts'
import { MAX_MANIFEST_BYTES, type Manifest, ManifestError, readManifest } from '#lib/oci/manifest.ts'
import { stripParameters } from '#lib/oci/media-types.ts'
import { isTag } from '#lib/oci/tag.ts'
import { acceptImage } from '#registry/domain/images/accept-image.ts'
import { giveWay } from '#registry/store/give-way.ts'
import { type HttpAnswer, toEmptyAnswer } from '#registry/wire/answer.ts'
import { BodyTooLargeError, readBody } from '#registry/wire/read-body.ts'
import type { Parts, Verbs } from '../../parts.ts'
import type { RecordedContext, RouteContext } from '../distribution-request.ts'
import { OciError } from '../oci-error.ts'
import { parseReference } from '../parse-reference.ts'

const maxTags = 100

export async function putManifest(
  context: RecordedContext<Parts<'images' | 'clock'> & Verbs<'transactionIn'>>,
): Promise<HttpAnswer> {
  const { service, request, repository, reference, parameters, record } = context
  const { repositoryId, accountId, name, path } = repository
  const target = parseReference(reference)
  if (target === null) throw invalidTag(reference)
  const isByTag = 'tag' in target
  const tags = isByTag ? [target.tag] : readTags(parameters)
  record.add(isByTag ? { imageTag: target.tag } : toNamed(target.digest, tags))
  const content = await readContent(request)
  const imageManifest = Buffer.from(content).toString('utf8')
  record.add({ imageManifest, imageManifestMediaType: request.headers['content-type'] })
  // Each of these steps takes some ten milliseconds for the largest manifest; others have their turn in between.
  await giveWay(content.length)
  const digest = toVerifiedDigest(content, isByTag ? null : target.digest)
  await giveWay(content.length)
  const manifest = await read(content, request.headers['content-type'])
  const at = service.clock().toISOString()
  await giveWay(content.length)
  await service.store.transactionIn(repositoryId, async (tx) => {
    const accepted = await acceptImage(service, tx, repositoryId, { manifest, content, digest, tags, at })
    if (accepted.isNew || accepted.movedTags.length > 0) {
      await tx.changes.record({ accountId, repositoryName: name, at })
    }
    const imageId = { imageDigest: digest, imageTag: tags[0] }
    const imageManifestMediaType = manifest.mediaType
    const image = {
      registryId: accountId,
      repositoryName: name,
      imageId,
      imageManifest,
      imageManifestMediaType,
    }
    await record.commit(tx, { image })
  })
  return toEmptyAnswer(201, {
    location: `/v2/${path}/manifests/${digest}`,
    'docker-content-digest': digest,
    ...(manifest.subject ? { 'oci-subject': manifest.subject.digest } : {}),
    ...(isByTag || tags.length === 0 ? {} : { 'oci-tag': tags.join(', ') }),
  })
}

/** As PutImage names it, which takes one tag. */
function toNamed(imageDigest: Digest, tags: readonly string[]): object {
  return { imageDigest, imageTag: tags[0], ...(tags.length > 1 && { imageTags: tags }) }
}

function readTags(parameters: URLSearchParams): string[] {
  const tags = [...new Set(parameters.getAll('tag'))]
  if (tags.length > maxTags) {
    throw new OciError('TAG_INVALID', `A manifest can be given at most ${maxTags} tags at once.`, {
      status: 414,
    })
  }
  for (const tag of tags) if (!isTag(tag)) throw invalidTag(tag)
  return tags
}

async function readContent(request: RouteContext['request']): Promise<Uint8Array> {
  try {
    return await readBody(request, MAX_MANIFEST_BYTES)
  } catch (cause) {
    if (!(cause instanceof BodyTooLargeError)) throw cause
    const message = `A manifest may have at most ${MAX_MANIFEST_BYTES} bytes.`
    throw new OciError('MANIFEST_INVALID', message, { status: 413, cause })
  }
}

function toVerifiedDigest(content: Uint8Array, expected: Digest | null): Digest {
  const { algorithm = 'sha256' } = (expected && parseDigest(expected)) ?? {}
  const digest = toDigest(algorithm, content)
  if (expected !== null && digest !== expected) {
    throw new OciError('DIGEST_INVALID', `The manifest has the digest ${digest}, not ${expected}.`)
  }
  return digest
}

async function read(content: Uint8Array, contentType: string | undefined): Promise<Manifest> {
  try {
    return await readManifest(content, stripParameters(contentType), 'push')
  } catch (cause) {
    if (cause instanceof ManifestError) throw new OciError('MANIFEST_INVALID', cause.message, { cause })
    throw cause
  }
}

function invalidTag(tag: string): OciError {
  return new OciError(
    'TAG_INVALID',
    `'${tag.slice(0, 200)}' is not a tag: it must have 1 to 128 letters, digits, underscores, dots and dashes, and must not begin with a dot or a dash.`,
  )
}
