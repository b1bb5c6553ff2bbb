/** What a route answers, free of sockets. */
export interface HttpAnswer {
  status: number
  headers: Record<string, string>
  body: string | Uint8Array
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
