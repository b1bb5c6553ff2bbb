/** The words for each way in which a call can fail: what happened, and what to do about it. */
import {
  type DurationUnit,
  type Explanation,
  explain,
  type Failure,
  type FailureCode,
} from '../say-failure.ts'
import type { EcrPublicErrorKind } from './ecr-public-error.ts'
import type { FailureFacts } from './find-failure-facts.ts'

/**
 * Says what happened and what to do, in English.
 * @param where the endpoint in words; it begins the sentence
 */
export function explainFailure(
  kind: EcrPublicErrorKind,
  operation: string,
  facts: FailureFacts,
  where: string,
): Explanation {
  const place = where === 'the registry' ? 'registry' : 'endpoint'
  return explain({ ...toFailure(kind, operation, facts), place }, where)
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
            values: toDuration(Math.abs(clockAheadMs)),
          }
    case 'invalid':
      return { code: 'invalid', values: { operation } }
    case 'server':
      return status === null ? { code: 'server', values: {} } : { code: 'server-status', values: { status } }
    default:
      return { code: kind, values: {} }
  }
}

function toDuration(durationMs: number): { count: number; unit: DurationUnit } {
  const seconds = Math.round(durationMs / 1000)
  if (seconds < 120) return { count: seconds, unit: 'seconds' }
  const minutes = Math.round(seconds / 60)
  return minutes < 120
    ? { count: minutes, unit: 'minutes' }
    : { count: Math.round(minutes / 6) / 10, unit: 'hours' }
}
