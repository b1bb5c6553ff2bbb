/** How every verb here calls the registry: one place that waits for the call's turn, and turns a failure into words for the operator. */
import type { RequestPacer } from '../ecr-public/request-pacer.ts'
import { toSourceError } from './to-source-error.ts'

/** Sends one call; `what` names it, such as `GET tags of team/app`. @throws {SourceError} */
export type Ask = <Answer>(what: string, send: () => Promise<Answer>) => Promise<Answer>

/** @param isOfAll the calls concern the registry, and not one of its repositories */
export function createAsk(pacer: RequestPacer | null, isOfAll: boolean): Ask {
  return async (what, send) => {
    const explained = async () => {
      try {
        return await send()
      } catch (error) {
        throw toSourceError(error, what, isOfAll)
      }
    }
    return pacer === null ? explained() : pacer.run(explained)
  }
}
