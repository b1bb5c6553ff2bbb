/** From what went wrong with a call to a registry to the words for its operator, and to what the sync does about it. */
import { DistributionError } from '#lib/oci-client/distribution-error.ts'
import { findFailureFacts } from '../ecr-public/find-failure-facts.ts'
import { explain, type FailureCode } from '../say-failure.ts'
import { SourceError, type SourceErrorKind } from '../source-error.ts'

/** True for what one repository lacks, while the registry is well. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof DistributionError &&
    ['not-found', 'invalid', 'too-large', 'wrong-digest'].includes(error.kind)
  )
}

/** The result, or null where the registry has nothing that can be used: for a part that the rest does without. */
export async function orNothing<Result>(result: Promise<Result>): Promise<Result | null> {
  try {
    return await result
  } catch (error) {
    if (error instanceof SourceError && isMissing(error.cause)) return null
    throw error
  }
}

/** The same for what is not there at all. */
export async function orNotFound<Result>(result: Promise<Result>): Promise<Result | null> {
  try {
    return await result
  } catch (error) {
    const cause = error instanceof SourceError ? error.cause : null
    if (cause instanceof DistributionError && cause.kind === 'not-found') return null
    throw error
  }
}

/**
 * Explains a failed call.
 * @param call such as `GET manifest of team/app`
 * @param isOfAll the call concerns the registry, and not one of its repositories
 */
export function toSourceError(error: unknown, call: string, isOfAll: boolean): unknown {
  if (!(error instanceof DistributionError)) return error
  const { kind, message, retryAfterMs } = error
  const facts = findFailureFacts(error, Date.now())
  const reach = kind === 'unreachable' ? (facts.reach ?? 'silent') : null
  const toError = (as: SourceErrorKind, code: FailureCode) => {
    const explanation = explain({ code, values: {}, call, place: 'registry' })
    return new SourceError(as, `${explanation.what} ${explanation.advice} (${message})`, {
      cause: error,
      explanation,
      retryAfterMs,
      reach,
    })
  }
  switch (kind) {
    case 'unreachable':
      return toError('unreachable', reach ?? 'silent')
    case 'unauthorized':
      return isOfAll
        ? toError('credentials', 'registry-unauthorized')
        : toError('permission', 'repository-unauthorized')
    case 'throttled':
      return toError('throttled', 'registry-throttled')
    case 'server':
      return toError('server', 'registry-server')
    case 'not-found':
      return isOfAll ? toError('not-understood', 'not-offered') : toError('invalid', 'no-content')
    default:
      return toError('not-understood', 'not-registry')
  }
}
