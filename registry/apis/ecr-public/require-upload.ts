/** Finds the upload that a call names. */
import type { Upload } from '#registry/domain/images/uploads.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import type { ReadContext } from './operation.ts'
import { requireRepository } from './require-repository.ts'

/**
 * @throws {EcrError} RepositoryNotFoundException, or UploadNotFoundException also for an upload of another principal or
 *   into another repository
 */
export async function requireUpload(
  context: ReadContext<'repositories', 'images'>,
  { repositoryName, uploadId }: { repositoryName: string; uploadId: string },
): Promise<Upload> {
  const { service, registryId, principal } = context
  const { repositoryId } = await requireRepository(context, repositoryName)
  const owner = { repositoryId, principal: principal.principalId }
  const upload = await service.images.uploads.find(uploadId, owner)
  if (upload !== null) return upload
  throw new EcrError(
    'UploadNotFoundException',
    `The upload with id '${uploadId}' does not exist in the repository with name '${repositoryName}' in the registry with id '${registryId}'`,
  )
}
