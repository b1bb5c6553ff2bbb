/** DELETE of a manifest by digest, with its tags, or of a tag alone (distribution specification 1.1.1, "Content Management"). */

import { removeImage } from '#registry/domain/images/remove-image.ts'
import { type HttpAnswer, toEmptyAnswer } from '#registry/wire/answer.ts'
import type { Parts, Verbs } from '../../parts.ts'
import type { RecordedContext } from '../distribution-request.ts'
import { OciError } from '../oci-error.ts'
import { parseReference } from '../parse-reference.ts'

export async function deleteManifest(
  context: RecordedContext<Parts<'clock'> & Verbs<'transactionIn'>>,
): Promise<HttpAnswer> {
  const { service, repository, reference, record } = context
  const { repositoryId, accountId, name } = repository
  const parsed = parseReference(reference)
  if (parsed === null) throw new OciError('MANIFEST_UNKNOWN')
  const imageIds = ['tag' in parsed ? { imageTag: parsed.tag } : { imageDigest: parsed.digest }]
  record.add({ imageIds })
  const at = service.clock().toISOString()
  await service.store.transactionIn(repositoryId, async (tx) => {
    const isDeleted =
      'tag' in parsed
        ? await tx.tags.delete(repositoryId, parsed.tag, at)
        : await removeImage(tx, repositoryId, parsed.digest, at)
    if (!isDeleted) throw new OciError('MANIFEST_UNKNOWN')
    await tx.changes.record({ accountId, repositoryName: name, at })
    await record.commit(tx, { imageIds, failures: [] })
  })
  return toEmptyAnswer(202)
}
