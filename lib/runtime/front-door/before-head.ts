import type { ServerResponse } from 'node:http'

/**
 * Has `prepare` set headers at the last moment, when those of the answer itself are there: Next sets some anew for a page that it has kept.
 * Called with the status, before each attempt to send the head; not once it has left. What `writeHead` is given itself wins over it.
 */
export function beforeHead(response: ServerResponse, prepare: (status: number) => void): void {
  const { writeHead } = response
  response.writeHead = ((...given: Parameters<typeof writeHead>) => {
    if (!response.headersSent) prepare(given[0])
    return writeHead.apply(response, given)
  }) as typeof writeHead
}
