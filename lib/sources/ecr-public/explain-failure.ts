/** The words for each way in which a call can fail: what happened, and what to do about it. */
import { type Failure, type FailureCode, sayFailure } from '../say-failure.ts'
import type { EcrPublicErrorKind } from './ecr-public-error.ts'
import type { FailureFacts } from './find-failure-facts.ts'

export interface Explanation {
  /** What happened: one sentence. */
  what: string
  /** What to do about it. */
  advice: string
  /** The same without words, for other languages; not of every failure. */
  failure?: Failure
}

/**
 * Says what happened and what to do, in English.
 * @param where the endpoint in words; it begins the sentence
 */
export function explainFailure(
  kind: EcrPublicErrorKind,
  operation: string,
  facts: FailureFacts,
  where: string,
): Explanation & { failure: Failure } {
  const failure: Failure = {
    ...toFailure(kind, operation, facts),
    place: where === 'the registry' ? 'registry' : 'endpoint',
  }
  const said = sayFailure(failure, 'en', where)
  if (said === null) throw new Error(`There are no words for ${failure.code}.`)
  return { ...said, failure }
}

function toFailure(
  kind: EcrPublicErrorKind,
  operation: string,
  { reach, status, clockAheadMs, hasNoCredentials, action }: FailureFacts,
): { code: FailureCode; values: Failure['values'] } {
  switch (kind) {
    case 'unreachable':
      return { code: reach ?? 'closed', values: {} }
    case 'credentials':
      return { code: hasNoCredentials ? 'no-credentials' : 'credentials', values: {} }
    case 'permission':
      return { code: 'permission', values: { action: action ?? `ecr-public:${operation}` } }
    case 'clock-skew':
      return clockAheadMs === null
        ? { code: 'clock-differs', values: {} }
        : {
            code: clockAheadMs < 0 ? 'clock-behind' : 'clock-ahead',
            values: { duration: toDuration(Math.abs(clockAheadMs)) },
          }
    case 'invalid':
      return { code: 'invalid', values: { operation } }
    case 'server':
      return status === null ? { code: 'server', values: {} } : { code: 'server-status', values: { status } }
    default:
      return { code: kind, values: {} }
  }
}

function toDuration(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000)
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`
}
