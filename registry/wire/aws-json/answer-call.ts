/**
 * How a call in AWS JSON 1.1 is answered, whichever API it is of: with an id and the time, and a failure as an exception with
 * its code in `__type`, once its record says so too.
 */
import type { ApiResponse } from './api-request.ts'

export const awsJsonType = 'application/x-amz-json-1.1'

/** What a client is told of a call that failed. */
export interface CallFailure {
  status: number
  code: string
  message: string
  /** Members that the exception has beside its message. */
  details?: Record<string, unknown>
  headers?: Record<string, string>
}

/** What is known of a call so far, so that its failure is recorded too. */
export interface CallTrace {
  requestId: string
  /** Null until it is known whose call it is. */
  record: { fail(error: { code: string; message: string }): Promise<void> } | null
}

/** Runs the call and answers what it gives or, in the words of `toFailure`, why it failed. Never throws if that does not. */
export async function answerCall(
  { clock, newId }: { clock: () => Date; newId: () => string },
  run: (trace: CallTrace) => Promise<object>,
  toFailure: (error: unknown, requestId: string) => CallFailure,
): Promise<ApiResponse> {
  const requestId = newId()
  const respond = (status: number, output: object, headers?: Record<string, string>): ApiResponse => ({
    status,
    headers: {
      'content-type': awsJsonType,
      'x-amzn-requestid': requestId,
      date: clock().toUTCString(),
      ...headers,
    },
    body: JSON.stringify(output),
  })
  const trace: CallTrace = { requestId, record: null }
  try {
    return respond(200, await run(trace))
  } catch (error) {
    const { status, code, message, details, headers } = toFailure(error, requestId)
    await trace.record?.fail({ code, message })
    return respond(status, { ...details, __type: code, message }, headers)
  }
}
