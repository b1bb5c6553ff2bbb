/**
 * Every error the ECR Public API can answer: the 24 exceptions of the service model (API version 2020-10-30)
 * and the ones every AWS JSON 1.1 service shares. One table holds code, HTTP status, fault and the text used
 * where the thrower has nothing more exact to say.
 */

interface ErrorEntry {
  status: number
  /** Who has to act: the caller, or the operator of this service. */
  fault: 'client' | 'server'
  text: string
}

export const errorTable = {
  EmptyUploadException: {
    status: 400,
    fault: 'client',
    text: 'The upload has no layer parts yet.',
  },
  ImageAlreadyExistsException: {
    status: 400,
    fault: 'client',
    text: 'This image is already in the repository under this tag.',
  },
  ImageDigestDoesNotMatchException: {
    status: 400,
    fault: 'client',
    text: 'The given image digest is not the digest of the manifest.',
  },
  ImageNotFoundException: {
    status: 400,
    fault: 'client',
    text: 'The repository has no such image.',
  },
  ImageTagAlreadyExistsException: {
    status: 400,
    fault: 'client',
    text: 'The tag exists and must not be moved.',
  },
  InvalidLayerException: {
    status: 400,
    fault: 'client',
    text: 'The given layer digest is not the digest of the uploaded bytes.',
  },
  InvalidLayerPartException: {
    status: 400,
    fault: 'client',
    text: 'The layer part has a wrong size, or does not begin where the previous part ended.',
  },
  InvalidParameterException: {
    status: 400,
    fault: 'client',
    text: 'A parameter is not valid.',
  },
  InvalidTagParameterException: {
    status: 400,
    fault: 'client',
    text: 'A tag is not valid. Keys have 1 to 128 characters, values up to 256.',
  },
  LayerAlreadyExistsException: {
    status: 400,
    fault: 'client',
    text: 'The repository already has this layer.',
  },
  LayerPartTooSmallException: {
    status: 400,
    fault: 'client',
    text: 'Every layer part but the last must have at least 5 MiB.',
  },
  LayersNotFoundException: {
    status: 400,
    fault: 'client',
    text: 'The manifest names layers that the repository does not have.',
  },
  LimitExceededException: {
    status: 400,
    fault: 'client',
    text: 'The operation would exceed a limit of the account.',
  },
  ReferencedImagesNotFoundException: {
    status: 400,
    fault: 'client',
    text: 'The manifest list names an image that the repository does not have.',
  },
  RegistryNotFoundException: {
    status: 400,
    fault: 'client',
    text: 'The registry does not exist.',
  },
  RepositoryAlreadyExistsException: {
    status: 400,
    fault: 'client',
    text: 'The registry already has a repository of this name.',
  },
  RepositoryCatalogDataNotFoundException: {
    status: 400,
    fault: 'client',
    text: 'The repository has no catalog data.',
  },
  RepositoryNotEmptyException: {
    status: 400,
    fault: 'client',
    text: 'The repository contains images. Set force to delete it together with them.',
  },
  RepositoryNotFoundException: {
    status: 400,
    fault: 'client',
    text: 'The registry has no repository of this name.',
  },
  RepositoryPolicyNotFoundException: {
    status: 400,
    fault: 'client',
    text: 'The repository has no policy.',
  },
  ServerException: {
    status: 500,
    fault: 'server',
    text: 'The service failed.',
  },
  TooManyTagsException: {
    status: 400,
    fault: 'client',
    text: 'A repository can have at most 50 tags.',
  },
  UnsupportedCommandException: {
    status: 400,
    fault: 'client',
    text: 'The action is not supported by this registry.',
  },
  UploadNotFoundException: {
    status: 400,
    fault: 'client',
    text: 'The repository has no upload with this id.',
  },

  AccessDeniedException: {
    status: 400,
    fault: 'client',
    text: 'You are not authorized to perform this action.',
  },
  ExpiredTokenException: {
    status: 400,
    fault: 'client',
    text: 'The security token included in the request is expired',
  },
  IncompleteSignatureException: {
    status: 400,
    fault: 'client',
    text: 'The request signature does not conform to AWS standards.',
  },
  InvalidSignatureException: {
    status: 400,
    fault: 'client',
    text: 'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  },
  MissingAuthenticationTokenException: {
    status: 400,
    fault: 'client',
    text: 'Missing Authentication Token',
  },
  RequestEntityTooLargeException: {
    status: 413,
    fault: 'client',
    text: 'The request body is larger than this service accepts.',
  },
  SerializationException: {
    status: 400,
    fault: 'client',
    text: 'The request body could not be read.',
  },
  ThrottlingException: {
    status: 400,
    fault: 'client',
    text: 'Rate exceeded',
  },
  UnknownOperationException: {
    status: 400,
    fault: 'client',
    text: 'The requested operation is not recognized by the service.',
  },
  UnrecognizedClientException: {
    status: 400,
    fault: 'client',
    text: 'The security token included in the request is invalid.',
  },
} as const satisfies Record<string, ErrorEntry>

export type EcrErrorCode = keyof typeof errorTable

/** An error that is answered to the caller as it stands: its message must not contain internals. */
export class EcrError extends Error {
  override name = 'EcrError'
  readonly code: EcrErrorCode
  /** Members that the model gives the exception beside its message. */
  readonly details: Record<string, unknown>
  readonly headers: Record<string, string>
  readonly status: number

  /** @param options `status` where it is not the usual one of the code */
  constructor(
    code: EcrErrorCode,
    message?: string,
    options?: ErrorOptions & {
      details?: Record<string, unknown>
      headers?: Record<string, string>
      status?: number
    },
  ) {
    super(message ?? errorTable[code].text, options)
    this.code = code
    this.details = options?.details ?? {}
    this.headers = options?.headers ?? {}
    this.status = options?.status ?? errorTable[code].status
  }
}

/**
 * The error for one parameter that breaks a rule, in AWS's words.
 * @example invalidParameter('maxResults', 'Member must have value less than or equal to 1000').message
 * // "Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must have value less than or equal to 1000'"
 */
export function invalidParameter(path: string, constraint: string, options?: ErrorOptions): EcrError {
  return new EcrError(
    'InvalidParameterException',
    `Invalid parameter at '${path}' failed to satisfy constraint: '${constraint}'`,
    options,
  )
}
