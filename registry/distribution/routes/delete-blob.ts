/** DELETE of a blob from its repository (distribution specification 1.1.1, "Deleting Blobs"). */
import { type HttpAnswer, toEmptyAnswer } from '#registry/http/answer.ts'
import { removeBlob } from '#registry/images/remove-image.ts'
import type { RouteContext } from '../distribution-request.ts'
import { OciError } from '../oci-error.ts'
import { requireDigest } from '../parse-reference.ts'

export async function deleteBlob({ service, repository, reference }: RouteContext): Promise<HttpAnswer> {
  const digest = requireDigest(reference)
  const isDeleted = await service.store.transaction((tx) => removeBlob(tx, repository.repositoryId, digest))
  if (!isDeleted) throw new OciError('BLOB_UNKNOWN')
  return toEmptyAnswer(202)
}
