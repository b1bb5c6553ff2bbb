/** The errors of the distribution API (OCI distribution specification 1.1.1, "Error Codes"), with their HTTP status. */

export const ociErrorTable = {
  BLOB_UNKNOWN: { status: 404, text: 'The repository does not have this blob.' },
  BLOB_UPLOAD_INVALID: { status: 400, text: 'The upload cannot continue from here.' },
  BLOB_UPLOAD_UNKNOWN: { status: 404, text: 'There is no such upload. Start a new one.' },
  DENIED: { status: 403, text: 'Requested access to the resource is denied.' },
  DIGEST_INVALID: { status: 400, text: 'The digest is not the one of the content.' },
  MANIFEST_BLOB_UNKNOWN: {
    status: 404,
    text: 'The manifest names something that the repository does not have.',
  },
  MANIFEST_INVALID: { status: 400, text: 'The manifest is not valid.' },
  MANIFEST_UNKNOWN: { status: 404, text: 'Requested image not found' },
  NAME_INVALID: { status: 400, text: 'The repository name is not valid.' },
  NAME_UNKNOWN: { status: 404, text: 'There is no such repository.' },
  PAGINATION_NUMBER_INVALID: { status: 400, text: 'n must be a whole number that is not negative.' },
  SIZE_INVALID: { status: 400, text: 'The size is not the one of the content.' },
  TAG_INVALID: { status: 400, text: 'The tag is not valid.' },
  TOOMANYREQUESTS: { status: 429, text: 'Rate exceeded' },
  UNAUTHORIZED: { status: 401, text: 'Not Authorized' },
  UNKNOWN: { status: 500, text: 'The registry failed.' },
  UNSUPPORTED: { status: 405, text: 'The operation is not supported.' },
} as const satisfies Record<string, { status: number; text: string }>

export type OciErrorCode = keyof typeof ociErrorTable

/** An error that is answered to the client as it stands: its message must not contain internals. */
export class OciError extends Error {
  override name = 'OciError'
  readonly code: OciErrorCode
  readonly status: number
  readonly headers: Record<string, string>

  /** @param options `status` where it is not the usual one of the code */
  constructor(
    code: OciErrorCode,
    message: string = ociErrorTable[code].text,
    options: ErrorOptions & { status?: number; headers?: Record<string, string> } = {},
  ) {
    super(message, options)
    this.code = code
    this.status = options.status ?? ociErrorTable[code].status
    this.headers = options.headers ?? {}
  }
}
