/** From what went wrong with a call to a registry to the words for its operator, and to what the sync does about it. */
import { DistributionError } from '#lib/oci-client/distribution-error.ts'
import { explainFailure } from '../ecr-public/explain-failure.ts'
import { findFailureFacts } from '../ecr-public/find-failure-facts.ts'
import type { Failure } from '../say-failure.ts'
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
  const toError = (as: SourceErrorKind, what: string, advice: string, failure?: Failure) =>
    new SourceError(as, `${call} failed: ${what} ${advice} (${message})`, {
      cause: error,
      explanation: {
        what: `${call} failed: ${what}`,
        advice,
        ...(failure && { failure: { ...failure, call } }),
      },
      retryAfterMs,
      reach,
    })
  switch (kind) {
    case 'unreachable': {
      const { what, advice, failure } = explainFailure(
        'unreachable',
        call,
        { ...facts, reach },
        'the registry',
      )
      return toError('unreachable', what, advice, failure)
    }
    case 'unauthorized':
      return toError(
        isOfAll ? 'credentials' : 'permission',
        'the registry does not let the gallery read it.',
        isOfAll
          ? "Check the source's credentials, and its tokenHosts where tokens come from another host; a registry that lists its names to nobody needs `repositories`."
          : "Check that the source's credentials may pull it, or leave it out of `repositories`.",
      )
    case 'throttled':
      return toError(
        'throttled',
        'the registry limits the rate of calls.',
        'They are sent more slowly and tried again.',
      )
    case 'server':
      return toError(
        'server',
        'the registry has an internal problem.',
        "It is tried again; if it stays, look at the registry's log.",
      )
    case 'not-found':
      return toError(
        isOfAll ? 'not-understood' : 'invalid',
        isOfAll ? 'the registry does not offer it.' : 'the registry has no such content.',
        isOfAll
          ? 'Check its address, or name the repositories in `repositories`.'
          : 'It may have been deleted a moment ago.',
      )
    default:
      return toError(
        'not-understood',
        'what answers is nothing that a registry would.',
        "Check the address in CATALOG_SOURCES_FILE, and the registry's log.",
      )
  }
}
