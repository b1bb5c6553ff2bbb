/** One GET of JSON from a source, which says for which visit it is. */
import { callJson } from '#lib/net/call-json.ts'
import { toRequestIdHeader } from '#lib/net/request-context.ts'
import { traceCall } from '#lib/net/tracing.ts'

export interface SourceAnswer {
  status: number
  /** Undefined for what is no JSON, and for any status but 200. */
  body: unknown
}

const maxBytes = 64 * 1024 * 1024

/**
 * Sends the request, and reads the answer; a redirect is not followed.
 * @throws the reason of the signal, or what went wrong with the connection
 */
export async function requestJson(url: string, signal: AbortSignal): Promise<SourceAnswer> {
  const traced = traceCall('GET', 'GET', url)
  try {
    const headers = { ...toRequestIdHeader(), ...traced.headers }
    const { status, body } = await callJson(url, { headers, signal, maxBytes })
    traced.end(status)
    return { status, body: status === 200 ? body : undefined }
  } catch (error) {
    traced.end(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
}
