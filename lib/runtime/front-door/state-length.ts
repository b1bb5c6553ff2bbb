/**
 * Next takes `Content-Length` from what a route answers. A file that is saved has to have it, as it could not be told from one that was cut
 * short: the route names its length under another header, which becomes the real one here.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** The header under which a route names it. */
export const LENGTH_HEADER = 'x-file-length'

const filePath = /^\/+api\/file\//

/** To be called before the answer begins. */
export function stateLength(request: IncomingMessage, response: ServerResponse): void {
  if (!filePath.test(request.url ?? '')) return
  const { setHeader, appendHeader } = response
  const toName = (name: string) => (name.toLowerCase() === LENGTH_HEADER ? 'content-length' : name)
  response.setHeader = (name, value) => setHeader.call(response, toName(name), value)
  response.appendHeader = (name, value) =>
    toName(name) === name
      ? appendHeader.call(response, name, value)
      : setHeader.call(response, toName(name), value)
}
