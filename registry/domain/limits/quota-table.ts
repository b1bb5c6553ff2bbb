/**
 * Every quota that an account has, with the value of ECR Public ("Amazon ECR Public service quotas") where it has one. What
 * is adjustable there is adjustable here, for one account at a time; what is not is the same for all, because clients rely on
 * it. An account's storage is this project's own: the original charges for it.
 */

export interface Quota {
  /** What it counts, for a reader. */
  title: string
  /** Null for no limit. */
  default: number | null
  unit: 'count' | 'bytes' | 'per second' | 'bytes per month'
  isAdjustable: boolean
}

const mebibyte = 1024 * 1024
const terabyte = 1_000_000_000_000

export const quotaTable = {
  repositories: adjustable('Repositories of a registry', 'count', 10_000),
  'images-per-repository': adjustable('Images of a repository', 'count', 100_000),
  'tags-per-image': fixed('Tags of an image', 'count', 1000),
  'layer-parts': fixed('Parts of a layer, by UploadLayerPart', 'count', 1000),
  'layer-part-min-bytes': fixed('Smallest part of a layer, the last one excepted', 'bytes', 5 * mebibyte),
  // The quota page says 10 MiB; the service model, which clients are made of, lets 20 MiB pass.
  'layer-part-max-bytes': fixed('Largest part of a layer', 'bytes', 20_971_520),
  'layer-max-bytes': fixed('Size of a layer', 'bytes', 10_000 * mebibyte),
  'storage-bytes': adjustable('Layers of a registry, each content once', 'bytes', null),
  'batch-check-layer-availability-rate': adjustable('BatchCheckLayerAvailability', 'per second', 200),
  'get-authorization-token-rate': adjustable('GetAuthorizationToken', 'per second', 200),
  'initiate-layer-upload-rate': adjustable('InitiateLayerUpload', 'per second', 10),
  'upload-layer-part-rate': adjustable('UploadLayerPart', 'per second', 260),
  'complete-layer-upload-rate': adjustable('CompleteLayerUpload', 'per second', 10),
  'put-image-rate': adjustable('PutImage', 'per second', 10),
  'pull-rate': adjustable('Image pulls with a login', 'per second', 10),
  'data-per-month-bytes': adjustable('Layers downloaded with a login', 'bytes per month', 5 * terabyte),
} as const satisfies Record<string, Quota>

export type QuotaName = keyof typeof quotaTable

/** The names, in the order of the table. */
export const quotaNames = Object.keys(quotaTable) as QuotaName[]

/** The rate of each operation of the API that has one; the describing and catalogue operations have none. */
export const rateOfOperation: ReadonlyMap<string, QuotaName> = new Map([
  ['BatchCheckLayerAvailability', 'batch-check-layer-availability-rate'],
  ['GetAuthorizationToken', 'get-authorization-token-rate'],
  ['InitiateLayerUpload', 'initiate-layer-upload-rate'],
  ['UploadLayerPart', 'upload-layer-part-rate'],
  ['CompleteLayerUpload', 'complete-layer-upload-rate'],
  ['PutImage', 'put-image-rate'],
])

function adjustable<Default extends number | null>(title: string, unit: Quota['unit'], value: Default) {
  return { title, unit, default: value, isAdjustable: true }
}

function fixed(title: string, unit: Quota['unit'], value: number) {
  return { title, unit, default: value, isAdjustable: false }
}
