/** What of it is used here; its own types name those of Express. */
declare module 'compression' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  export interface CompressionOptions {
    /** Of `node:zlib`. */
    brotli?: { params: Record<number, number> }
  }

  export default function compression(
    options?: CompressionOptions,
  ): (request: IncomingMessage, response: ServerResponse, next: () => void) => void
}
