/**
 * Everything that the distribution API answers about a repository, each with the access that it needs, the action of
 * the ECR Public API that it amounts to, and the step of a push as which it is recorded (OCI distribution specification
 * 1.1.1, "Endpoints"). Names contain slashes, so the patterns match from the end; the first one that fits is taken.
 */
import type { DistributionRoute } from './distribution-request.ts'
import { beginUpload } from './routes/begin-upload.ts'
import { answerUploadStatus, cancelUpload, continueUpload } from './routes/continue-upload.ts'
import { deleteBlob } from './routes/delete-blob.ts'
import { deleteManifest } from './routes/delete-manifest.ts'
import { closeUpload } from './routes/finish-upload.ts'
import { answerBlob } from './routes/get-blob.ts'
import { answerManifest } from './routes/get-manifest.ts'
import { answerNoReferrers, answerReferrers } from './routes/list-referrers.ts'
import { answerTags } from './routes/list-tags.ts'
import { putManifest } from './routes/put-manifest.ts'
import { answerExtensions, answerTagHistory, answerTimedTags } from './routes/tag-history.ts'

const manifest = /^\/v2\/(.+)\/manifests\/([^/]+)$/
const uploads = /^\/v2\/(.+)\/blobs\/uploads\/?$/
const upload = /^\/v2\/(.+)\/blobs\/uploads\/([^/]+)$/
const blob = /^\/v2\/(.+)\/blobs\/([^/]+)$/
const tags = /^\/v2\/(.+)\/tags\/list$/
const tagHistory = /^\/v2\/(.+)\/_oci\/tag-history\/([^/]+)$/
const timedTags = /^\/v2\/(.+)\/_oci\/tags$/
const extensions = /^\/v2\/(.+)\/_oci\/ext\/discover$/
const referrers = /^\/v2\/(.+)\/referrers\/([^/]+)$/

const pull = { access: 'pull', action: 'ecr-public:BatchGetImage' } as const
const pushLayer = {
  access: 'push',
  action: 'ecr-public:InitiateLayerUpload',
  // A blob that comes whole, or from another repository, is complete with this one request.
  otherActions: (parameters: URLSearchParams) =>
    parameters.has('digest') || parameters.has('mount')
      ? ['ecr-public:UploadLayerPart', 'ecr-public:CompleteLayerUpload']
      : [],
} as const
const pushPart = { access: 'push', action: 'ecr-public:UploadLayerPart' } as const
const pushLast = {
  access: 'push',
  action: 'ecr-public:CompleteLayerUpload',
  otherActions: () => ['ecr-public:UploadLayerPart'],
} as const
const pushImage = { access: 'push', action: 'ecr-public:PutImage' } as const
const remove = { access: 'delete', action: 'ecr-public:BatchDeleteImage' } as const

export const distributionRoutes: readonly DistributionRoute[] = [
  { method: 'GET', pattern: manifest, ...pull, brings: 'manifest', step: null, run: answerManifest },
  { method: 'PUT', pattern: manifest, ...pushImage, step: 'PutImage', run: putManifest },
  { method: 'DELETE', pattern: manifest, ...remove, step: 'BatchDeleteImage', run: deleteManifest },
  { method: 'POST', pattern: uploads, ...pushLayer, step: 'InitiateLayerUpload', run: beginUpload },
  { method: 'PATCH', pattern: upload, ...pushPart, step: 'UploadLayerPart', run: continueUpload },
  { method: 'PUT', pattern: upload, ...pushLast, step: 'CompleteLayerUpload', run: closeUpload },
  { method: 'GET', pattern: upload, ...pushPart, step: null, run: answerUploadStatus },
  { method: 'DELETE', pattern: upload, ...pushPart, step: 'CancelLayerUpload', run: cancelUpload },
  { method: 'GET', pattern: blob, ...pull, brings: 'blob', step: null, run: answerBlob },
  { method: 'DELETE', pattern: blob, ...remove, step: 'BatchDeleteImage', run: deleteBlob },
  { method: 'GET', pattern: tags, ...pull, brings: 'tags', step: null, run: answerTags },
  { method: 'GET', pattern: tagHistory, ...pull, step: null, run: answerTagHistory },
  { method: 'GET', pattern: timedTags, ...pull, step: null, run: answerTimedTags },
  { method: 'GET', pattern: extensions, ...pull, step: null, run: answerExtensions },
  {
    method: 'GET',
    pattern: referrers,
    ...pull,
    brings: 'referrers',
    step: null,
    run: answerReferrers,
    answerUnknown: answerNoReferrers,
  },
]
