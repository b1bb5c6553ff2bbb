/** One line in the log for each request to the gallery, at `debug`: nothing of the headers, and the path without its query. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getLog } from '../log.ts'

/** @param requestId the same as in the registry's lines about what this request asked it for */
export function logVisit(request: IncomingMessage, response: ServerResponse, requestId: string): void {
  const startedAt = performance.now()
  const { method, url = '' } = request
  response.once('close', () => {
    const log = getLog()
    if (!log.isLevelEnabled('debug')) return
    // As web servers log a client that did not wait for its answer.
    const status = response.writableFinished ? response.statusCode : 499
    const durationMs = Math.round(performance.now() - startedAt)
    log.debug({ requestId, method, path: url.split('?')[0], status, durationMs }, 'request')
  })
}
