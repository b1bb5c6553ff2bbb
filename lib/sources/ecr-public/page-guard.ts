/** Ends the reading of pages that go round in a circle: an endpoint that repeats itself must not keep the sync forever. */
import { explain } from '../say-failure.ts'
import { EcrPublicError } from './ecr-public-error.ts'

/** A page may be given again by mistake; more often than this, it is no mistake. */
const maxRepeats = 5

/**
 * Watches the tokens of one list.
 * @param operation the API operation, for the error's text
 */
export function createPageGuard(operation: string): { check(nextToken: string | undefined): void } {
  const seen = new Map<string, number>()
  return {
    check: (nextToken) => {
      if (nextToken === undefined) return
      const times = (seen.get(nextToken) ?? 0) + 1
      seen.set(nextToken, times)
      if (times > maxRepeats) {
        const explanation = explain({ code: 'circle', values: {}, call: operation, place: 'endpoint' })
        throw new EcrPublicError('server', `${explanation.what} ${explanation.advice}`, { explanation })
      }
    },
  }
}
