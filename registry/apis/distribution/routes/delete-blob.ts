/** DELETE of a blob from its repository (distribution specification 1.1.1, "Deleting Blobs"). */

import { removeBlob } from '#registry/domain/images/remove-image.ts'
import { type HttpAnswer, toEmptyAnswer } from '#registry/wire/answer.ts'
import type { Verbs } from '../../parts.ts'
import type { RecordedContext } from '../distribution-request.ts'
import { OciError } from '../oci-error.ts'
import { requireDigest } from '../parse-reference.ts'

export async function deleteBlob(context: RecordedContext<Verbs<'transactionIn'>>): Promise<HttpAnswer> {
  const { service, repository, reference, record } = context
  const digest = requireDigest(reference)
  record.add({ layerDigests: [digest] })
  await service.store.transactionIn(repository.repositoryId, async (tx) => {
    if (!(await removeBlob(tx, repository.repositoryId, digest))) throw new OciError('BLOB_UNKNOWN')
    await record.commit(tx, {})
  })
  return toEmptyAnswer(202)
}
