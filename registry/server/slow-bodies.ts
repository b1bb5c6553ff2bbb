/**
 * Ends requests whose body hardly comes. A layer may take as long as it takes, so there is no limit to the whole, but over
 * each half minute something has to arrive; otherwise a client could hold on to files and memory by a byte now and then.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { writeAnswer } from '#registry/wire/write-answer.ts'
import { toRefusalAnswer } from './refusal.ts'

const windowMs = 30_000

export interface SlowBodies {
  /** Looks after the body of a request until it has arrived, or the response is closed. */
  watch(request: IncomingMessage, response: ServerResponse): void
  /** Ends what is too slow; to be called every few seconds. */
  sweep(): void
}

interface Watched {
  response: ServerResponse
  since: number
  bytesRead: number
}

/** @param minBytesPerSecond 0 lets everything take as long as it takes */
export function createSlowBodies(clock: () => Date, minBytesPerSecond: number): SlowBodies {
  const watched = new Map<IncomingMessage, Watched>()

  const sweepOne = (request: IncomingMessage, entry: Watched, now: number) => {
    if (request.complete) {
      watched.delete(request)
      return
    }
    if (now - entry.since < windowMs) return
    const { bytesRead } = request.socket
    const seconds = (now - entry.since) / 1000
    if (bytesRead - entry.bytesRead >= minBytesPerSecond * seconds) {
      entry.since = now
      entry.bytesRead = bytesRead
      return
    }
    watched.delete(request)
    endRequest(request, entry.response, minBytesPerSecond)
  }

  return {
    watch(request, response) {
      if (minBytesPerSecond === 0 || request.method === 'GET' || request.method === 'HEAD') return
      watched.set(request, { response, since: clock().getTime(), bytesRead: request.socket.bytesRead })
      response.once('close', () => watched.delete(request))
    },
    sweep() {
      const now = clock().getTime()
      for (const [request, entry] of watched) sweepOne(request, entry, now)
    },
  }
}

function endRequest(request: IncomingMessage, response: ServerResponse, minBytesPerSecond: number): void {
  // Once a request is answered, its end is told to nobody: not even to what still reads its body.
  const gone = Object.assign(new Error('The client was too slow.'), { code: 'ECONNRESET' })
  response.once('close', () => request.destroy(gone))
  const message = `The body came more slowly than ${minBytesPerSecond} bytes a second. Nothing of it was kept; send it again.`
  const answer = toRefusalAnswer(request.url ?? '', { status: 408, message })
  // Hardly anything is on its way, so that there is no rest of the body to wait for.
  void writeAnswer(request, response, answer).then(() => response.end())
}
