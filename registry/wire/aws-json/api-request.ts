/** One API call and its answer, free of sockets so that the whole API can be called from a test. */
import type { IncomingHttpHeaders } from 'node:http'

export interface ApiRequest {
  method: string
  /** Path and query, as in the request line. */
  url: string
  headers: IncomingHttpHeaders
  body: Uint8Array
  sourceIp: string
}

export interface ApiResponse {
  status: number
  headers: Record<string, string>
  body: string
}
