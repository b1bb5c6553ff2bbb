/**
 * POST to begin an upload (distribution specification 1.1.1, "Pushing blobs"): by itself, with the whole blob and its
 * `digest`, or as a mount of a blob that another repository of the same registry has.
 */
import type { Digest } from '#lib/oci/digest.ts'
import { DIGEST_ALGORITHMS, isDigest } from '#lib/oci/digest.ts'
import { isBlobStored } from '#registry/domain/images/lost-blobs.ts'
import { requireStoredRepository } from '#registry/domain/images/require-stored-repository.ts'
import type { HttpAnswer } from '#registry/wire/answer.ts'
import type { Parts, Verbs } from '../../parts.ts'
import { renameStep } from '../begin-push-record.ts'
import type { RecordedContext, RouteContext } from '../distribution-request.ts'
import { findRepository } from '../find-repository.ts'
import { OciError } from '../oci-error.ts'
import { requireDigest } from '../parse-reference.ts'
import { receiveChunk } from '../receive-chunk.ts'
import { toBlobAnswer, toUploadAnswer } from '../upload-answer.ts'
import { finishUpload } from './finish-upload.ts'

type BeginService = Parts<'config' | 'images' | 'clock' | 'space'> &
  Verbs<'blobs' | 'content' | 'repositories' | 'transactionIn'>

export async function beginUpload(context: RecordedContext<BeginService>): Promise<HttpAnswer> {
  const { service, repository, principal, parameters, record } = context
  const mount = parameters.get('mount')
  if (mount !== null && (await mountBlob(context, mount, parameters.get('from')))) {
    return toBlobAnswer(repository.path, requireDigest(mount))
  }
  const digest = parameters.get('digest')
  // Before the upload is begun, so that a bad one leaves nothing behind.
  const expected = digest === null ? null : requireDigest(digest)
  checkAlgorithm(parameters.get('digest-algorithm'), expected)
  const { repositoryId } = repository
  const upload = await service.images.uploads.begin(
    { repositoryId, principal },
    service.config.maxOpenUploads,
    expected === null ? 'stream' : 'at-once',
  )
  if (expected === null) {
    record.succeed({ uploadId: upload.id })
    return toUploadAnswer(202, repository.path, upload)
  }
  renameStep(record, 'CompleteLayerUpload')
  try {
    return await upload.exclusively(async () => {
      await receiveChunk(context, upload)
      return finishUpload(context, upload, expected)
    })
  } catch (error) {
    // Nobody knows its id.
    await service.images.uploads.end(upload)
    throw error
  }
}

/**
 * A client says beforehand how it will name the blob, when not by sha256 (specification, main branch, "Pushing a blob in
 * chunks"). The digest at the end says so too, so that this only refuses at once what would be refused then.
 */
function checkAlgorithm(algorithm: string | null, digest: Digest | null): void {
  if (algorithm === null) return
  if (!DIGEST_ALGORITHMS.some((known) => known === algorithm)) {
    const known = DIGEST_ALGORITHMS.join(' and ')
    throw new OciError(
      'DIGEST_INVALID',
      `Blobs are named by ${known} here, not by '${algorithm.slice(0, 100)}'.`,
    )
  }
  if (digest !== null && !digest.startsWith(`${algorithm}:`)) {
    throw new OciError(
      'DIGEST_INVALID',
      `The digest ${digest} is not one of ${algorithm}, as digest-algorithm says.`,
    )
  }
}

/** False when there is nothing to mount; the client then uploads. */
async function mountBlob(
  context: RecordedContext<BeginService>,
  text: string,
  from: string | null,
): Promise<boolean> {
  if (!isDigest(text)) return false
  const { service, repository, record } = context
  const source = from === null ? await findOwn(context, text) : await findNamed(context, from)
  if (source === null) return false
  const storedBytes = await service.store.blobs.getSize(source, text)
  if (storedBytes === null || !(await isBlobStored(service, text, storedBytes))) return false
  return service.store.transactionIn(repository.repositoryId, async (tx) => {
    const { repositoryId } = repository
    const sizeBytes = await tx.blobs.getSize(source, text)
    if (sizeBytes === null) return false
    await requireStoredRepository(tx, repositoryId)
    const isNew = (await tx.blobs.getSize(repositoryId, text)) === null
    await tx.blobs.link({ repositoryId, digest: text, at: service.clock().toISOString() })
    if (isNew) await service.images.quota.checkStorage(tx, repositoryId, sizeBytes)
    renameStep(record, 'CompleteLayerUpload')
    record.add({ layerDigests: [text], mount: text, from })
    const { accountId: registryId, name: repositoryName } = repository
    await record.commit(tx, { registryId, repositoryName, layerDigest: text })
    return true
  })
}

function findOwn(
  { service, repository }: RouteContext<Verbs<'blobs'>>,
  digest: Digest,
): Promise<number | null> {
  return service.store.blobs.findInAccount(repository.accountId, digest)
}

/** Every repository can be read by everyone, so that any may be a source. */
async function findNamed(
  { service, cache }: RouteContext<Verbs<'repositories'>>,
  from: string,
): Promise<number | null> {
  try {
    return (await findRepository(service, cache, from)).repositoryId
  } catch {
    return null
  }
}
