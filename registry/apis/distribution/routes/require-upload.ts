/** Finds the upload that a path names. */
import type { Upload } from '#registry/domain/images/uploads.ts'
import type { Parts } from '../../parts.ts'
import type { RouteContext } from '../distribution-request.ts'
import { OciError } from '../oci-error.ts'

/** @throws {OciError} BLOB_UPLOAD_UNKNOWN, also for an upload of somebody else or into another repository */
export async function requireUpload({
  service,
  repository,
  principal,
  reference,
}: RouteContext<Parts<'images'>>): Promise<Upload> {
  const owner = { repositoryId: repository.repositoryId, principal }
  const upload = await service.images.uploads.find(reference, owner)
  if (upload === null) throw new OciError('BLOB_UPLOAD_UNKNOWN')
  return upload
}
