/** What is wrong with an image or an alias, as an exception of the service model (API version 2020-10-30). */

import type { AliasError } from '#registry/domain/aliases/alias-error.ts'
import type { ImageError } from '#registry/domain/images/image-error.ts'
import { EcrError, invalidParameter } from '#registry/wire/aws-json/ecr-error.ts'

/** What cannot be done with an image, as the exception that AWS has for it. */
export function fromImageError(error: ImageError): EcrError {
  const options = { cause: error }
  switch (error.code) {
    case 'blobs-missing':
      return new EcrError('LayersNotFoundException', error.message, options)
    case 'images-missing':
      return new EcrError('ReferencedImagesNotFoundException', error.message, options)
    case 'limit-exceeded':
      return new EcrError('LimitExceededException', error.message, options)
    case 'too-many-uploads':
      return new EcrError('ThrottlingException', error.message, options)
    case 'wrong-size':
    case 'wrong-media-type':
      return invalidParameter('ImageManifest', error.message, options)
    case 'blob-in-use':
    case 'image-in-use':
      return invalidParameter('imageIds', error.message, options)
    case 'out-of-order':
      return invalidParameter('uploadId', error.message, options)
    case 'repository-gone':
      return new EcrError('RepositoryNotFoundException', error.message, options)
  }
}

/** The model has no exception for aliases. */
export function fromAliasError(error: AliasError): EcrError {
  const options = { cause: error }
  const code = error.code === 'limit' ? 'LimitExceededException' : 'InvalidParameterException'
  return new EcrError(code, error.message, options)
}
