/**
 * What the record of each operation keeps of its request and of its answer. Reads keep nothing of the answer, as in
 * CloudTrail. Never here: `layerPartBlob`, `logoImageBlob` and `authorizationToken`.
 */
import type { Shape } from './pick-members.ts'

export interface RecordedMembers {
  request: Shape
  /** Null where the record has none. */
  response: Shape | null
}

const repository = { registryId: 'value', repositoryName: 'value' } as const
const page = { nextToken: 'value', maxResults: 'value' } as const
const imageId = { imageDigest: 'value', imageTag: 'value' } as const
const catalogData = {
  description: 'value',
  architectures: ['value'],
  operatingSystems: ['value'],
  aboutText: 'value',
  usageText: 'value',
} as const
const tags = [{ Key: 'value', Value: 'value' }] as const
const described = {
  ...repository,
  repositoryArn: 'value',
  repositoryUri: 'value',
  createdAt: 'time',
} as const
const storedData = { ...catalogData, logoUrl: 'value', marketplaceCertified: 'value' } as const
const upload = { ...repository, uploadId: 'value' } as const
const image = { imageManifest: 'value', imageManifestMediaType: 'value' } as const

const alias = {
  name: 'value',
  status: 'value',
  primaryRegistryAlias: 'value',
  requestedAt: 'value',
} as const

/** By the name of the operation. */
export const recordedMembers: Readonly<Record<string, RecordedMembers>> = {
  BatchCheckLayerAvailability: { request: { ...repository, layerDigests: ['value'] }, response: null },
  BatchDeleteImage: {
    request: { ...repository, imageIds: [imageId], layerDigests: ['value'] },
    response: {
      imageIds: [imageId],
      failures: [{ imageId, failureCode: 'value', failureReason: 'value' }],
    },
  },
  CancelLayerUpload: { request: upload, response: null },
  CompleteLayerUpload: {
    request: { ...upload, layerDigests: ['value'], mount: 'value', from: 'value' },
    response: { ...upload, layerDigest: 'value' },
  },
  CreateRepository: {
    request: { repositoryName: 'value', catalogData, tags },
    response: { repository: described, catalogData: storedData },
  },
  DeleteRepository: { request: { ...repository, force: 'value' }, response: { repository: described } },
  DeleteRepositoryPolicy: { request: repository, response: { ...repository, policyText: 'value' } },
  DescribeImageTags: { request: { ...repository, ...page }, response: null },
  DescribeImages: { request: { ...repository, ...page, imageIds: [imageId] }, response: null },
  DescribeRegistries: { request: page, response: null },
  DescribeRepositories: {
    request: { registryId: 'value', repositoryNames: ['value'], ...page },
    response: null,
  },
  GetAuthorizationToken: { request: {}, response: null },
  GetRegistryCatalogData: { request: {}, response: null },
  GetRepositoryCatalogData: { request: repository, response: null },
  GetRepositoryPolicy: { request: repository, response: null },
  InitiateLayerUpload: { request: repository, response: { uploadId: 'value', partSize: 'value' } },
  ListRegistryAliases: { request: {}, response: null },
  ListTagsForResource: { request: { resourceArn: 'value' }, response: null },
  PutImage: {
    request: { ...repository, ...image, imageTag: 'value', imageTags: ['value'], imageDigest: 'value' },
    // CloudTrail has the manifest once more here, which is half of such a record.
    response: { image: { ...repository, imageId, imageManifestMediaType: 'value' } },
  },
  PutRegistryCatalogData: {
    request: { displayName: 'value' },
    response: { registryCatalogData: { displayName: 'value' } },
  },
  PutRepositoryCatalogData: {
    request: { ...repository, catalogData },
    response: { catalogData: storedData },
  },
  ReleaseRegistryAlias: { request: { name: 'value' }, response: { alias } },
  RequestRegistryAlias: { request: { name: 'value' }, response: { alias } },
  SetPrimaryRegistryAlias: { request: { name: 'value' }, response: { alias } },
  SetRepositoryPolicy: {
    request: { ...repository, policyText: 'value', force: 'value' },
    response: { ...repository, policyText: 'value' },
  },
  TagResource: { request: { resourceArn: 'value', tags }, response: null },
  UntagResource: { request: { resourceArn: 'value', tagKeys: ['value'] }, response: null },
  UploadLayerPart: {
    request: { ...upload, partFirstByte: 'value', partLastByte: 'value' },
    response: { ...upload, lastByteReceived: 'value' },
  },
}
