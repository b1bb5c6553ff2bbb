/** What LookupEvents may refuse (CloudTrail API reference, version 2013-11-01), beside what every AWS service refuses. */

const texts = {
  InvalidLookupAttributesException: 'Occurs when a lookup attribute is specified that is not valid.',
  InvalidMaxResultsException: 'MaxResults must be from 1 to 50.',
  InvalidNextTokenException: 'A token that is not valid, or that was used with other parameters.',
  InvalidTimeRangeException: 'The start time must be before the end time, and both must be times.',
  OperationNotPermittedException: 'This operation is not permitted.',
} as const

export type CloudTrailErrorCode = keyof typeof texts

/** An error that is answered to the caller as it stands. */
export class CloudTrailError extends Error {
  override name = 'CloudTrailError'
  readonly code: CloudTrailErrorCode

  constructor(code: CloudTrailErrorCode, message: string = texts[code], options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
