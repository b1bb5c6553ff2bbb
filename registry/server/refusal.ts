/** Requests that are refused before anything looks at what they ask for, in the form of the API that they were meant for. */
import { isDistributionPath } from '#registry/apis/distribution/handle-distribution-request.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'
import { awsJsonType } from '#registry/wire/aws-json/answer-call.ts'

export interface Refusal {
  status: number
  message: string
  headers?: Record<string, string>
}

/** What each status is called: by the distribution API, and by AWS's. */
const names: Record<number, readonly [code: string, exception: string]> = {
  400: ['UNSUPPORTED', 'ValidationException'],
  408: ['UNAVAILABLE', 'RequestTimeoutException'],
  414: ['UNSUPPORTED', 'ValidationException'],
  431: ['UNSUPPORTED', 'ValidationException'],
  503: ['UNAVAILABLE', 'ServiceUnavailableException'],
}

/** @param url of the request line */
export function toRefusalAnswer(url: string, { status, message, headers = {} }: Refusal): HttpAnswer {
  const [code = 'UNKNOWN', exception = 'ServerException'] = names[status] ?? []
  return isDistributionPath(url)
    ? toJsonAnswer(status, { errors: [{ code, message }] }, headers)
    : toJsonAnswer(status, { __type: exception, message }, { 'content-type': awsJsonType, ...headers })
}
