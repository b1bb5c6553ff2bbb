/**
 * Receives bodies that are held in memory: each within its bounds and in time, and all of them together in so much memory
 * that the program lives, as their senders are known only once the body is there.
 */
import type { IncomingMessage } from 'node:http'
import { readBody } from '#registry/wire/read-body.ts'
import { toMaxBodyBytes } from './max-body-bytes.ts'
import type { Refusal } from './refusal.ts'

const mebibyte = 1024 * 1024
const maxBytesInMemory = 512 * mebibyte

/** In this time a usual body has to arrive, */
const timeoutMs = 60_000
/** and in this one a part of a layer or a large manifest. */
const largeTimeoutMs = 300_000
const largeBytes = 2 * mebibyte

/** The request cannot be received; what it is told. */
export class RefusedError extends Error {
  override name = 'RefusedError'
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

export interface BodyReceiver {
  /**
   * Runs with the whole body, whose memory counts until that is done.
   * @throws {BodyTooLargeError} or {RefusedError}
   */
  receive<Result>(request: IncomingMessage, run: (body: Uint8Array) => Promise<Result>): Promise<Result>
}

export function createBodyReceiver(limitBytes = maxBytesInMemory): BodyReceiver {
  let reserved = 0
  return {
    async receive(request, run) {
      const maxBytes = toMaxBodyBytes(request.headers)
      const bytes = Math.min(maxBytes, toAnnouncedBytes(request, maxBytes))
      if (reserved + bytes > limitBytes) {
        const message = 'The registry is receiving as much as it has memory for. Try again in a moment.'
        throw new RefusedError({ status: 503, message, headers: { 'retry-after': '1' } })
      }
      reserved += bytes
      try {
        return await run(await readInTime(request, maxBytes))
      } finally {
        reserved -= bytes
      }
    },
  }
}

async function readInTime(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const limitMs = maxBytes > largeBytes ? largeTimeoutMs : timeoutMs
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const message = `The body did not come within ${limitMs / 1000} seconds.`
    reject(new RefusedError({ status: 408, message }))
  }, limitMs)
  const body = request.iterator({ destroyOnReturn: false })
  const reading = readBody({ headers: request.headers, body }, maxBytes)
  // When it is late, nobody waits for its end any more.
  reading.catch(() => {})
  try {
    return await Promise.race([reading, late])
  } finally {
    clearTimeout(timer)
  }
}

function toAnnouncedBytes({ headers }: IncomingMessage, maxBytes: number): number {
  const length = headers['content-length']
  if (length !== undefined) return Number(length)
  return headers['transfer-encoding'] === undefined ? 0 : maxBytes
}
