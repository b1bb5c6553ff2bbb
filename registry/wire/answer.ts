/** What a route answers, free of sockets. */
import type { Writable } from 'node:stream'

export interface HttpAnswer {
  status: number
  headers: Record<string, string>
  body: string | Uint8Array | StreamedBody
}

/** A body that is too large to hold; read only when it is really sent. */
export interface StreamedBody {
  bytes: number
  /** Writes the bytes, and doesn't end the sink. */
  send(sink: Writable): Promise<void>
}

/** A JSON answer; not cached unless the headers say otherwise. */
export function toJsonAnswer(
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(value),
  }
}

/** An answer whose headers say it all. */
export function toEmptyAnswer(status: number, headers: Record<string, string> = {}): HttpAnswer {
  return { status, headers, body: '' }
}
