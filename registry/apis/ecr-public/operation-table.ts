/** The 23 operations of the service model. A name that isn't here doesn't exist. */
import type { Operation } from './operation.ts'
import { batchCheckLayerAvailability } from './operations/batch-check-layer-availability.ts'
import { batchDeleteImage } from './operations/batch-delete-image.ts'
import { completeLayerUpload } from './operations/complete-layer-upload.ts'
import { createRepository } from './operations/create-repository.ts'
import { deleteRepository } from './operations/delete-repository.ts'
import { deleteRepositoryPolicy } from './operations/delete-repository-policy.ts'
import { describeImageTags } from './operations/describe-image-tags.ts'
import { describeImages } from './operations/describe-images.ts'
import { describeRegistries } from './operations/describe-registries.ts'
import { describeRepositories } from './operations/describe-repositories.ts'
import { getAuthorizationToken } from './operations/get-authorization-token.ts'
import { getRegistryCatalogData } from './operations/get-registry-catalog-data.ts'
import { getRepositoryCatalogData } from './operations/get-repository-catalog-data.ts'
import { getRepositoryPolicy } from './operations/get-repository-policy.ts'
import { initiateLayerUpload } from './operations/initiate-layer-upload.ts'
import { listTagsForResource } from './operations/list-tags-for-resource.ts'
import { putImage } from './operations/put-image.ts'
import { putRegistryCatalogData } from './operations/put-registry-catalog-data.ts'
import { putRepositoryCatalogData } from './operations/put-repository-catalog-data.ts'
import { setRepositoryPolicy } from './operations/set-repository-policy.ts'
import { tagResource } from './operations/tag-resource.ts'
import { untagResource } from './operations/untag-resource.ts'
import { uploadLayerPart } from './operations/upload-layer-part.ts'

const operations: readonly Operation[] = [
  batchCheckLayerAvailability,
  batchDeleteImage,
  completeLayerUpload,
  createRepository,
  deleteRepository,
  deleteRepositoryPolicy,
  describeImageTags,
  describeImages,
  describeRegistries,
  describeRepositories,
  getAuthorizationToken,
  getRegistryCatalogData,
  getRepositoryCatalogData,
  getRepositoryPolicy,
  initiateLayerUpload,
  listTagsForResource,
  putImage,
  putRegistryCatalogData,
  putRepositoryCatalogData,
  setRepositoryPolicy,
  tagResource,
  untagResource,
  uploadLayerPart,
]

/** By operation name, as it stands behind the prefix in `X-Amz-Target`. */
export const operationTable: ReadonlyMap<string, Operation> = new Map(
  operations.map((operation) => [operation.name, operation]),
)
