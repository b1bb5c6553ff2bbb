/** How every verb here calls the API: one place that turns a failure into words for the operator. */
import type { ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { toEcrPublicError } from './ecr-public-error.ts'
import type { RequestPacer } from './request-pacer.ts'

/** The API and where it is, for calls and for what is said when one fails. */
export interface EcrPublic {
  client: ECRPUBLICClient
  /** Without a trailing slash; null for the real service. */
  endpoint: string | null
  /** Null where calls are sent at once, as for a page that somebody waits for. */
  pacer: RequestPacer | null
}

/**
 * Runs one call.
 * @param operation the API operation, for the error's text
 * @throws {EcrPublicError}
 */
export async function callApi<Answer>(
  { client, endpoint, pacer }: EcrPublic,
  operation: string,
  call: (client: ECRPUBLICClient) => Promise<Answer>,
): Promise<Answer> {
  const send = async () => {
    try {
      return await call(client)
    } catch (error) {
      throw toEcrPublicError(error, operation, endpoint)
    }
  }
  return pacer === null ? send() : pacer.run(send)
}
