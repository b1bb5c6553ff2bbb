/**
 * How the registry stops without harm. Readiness falls first, and for a while everything is served as before, so that whoever spreads
 * the load can turn to another one. Then new work is refused in words, while running requests and running pushes go on to their end; at
 * the latest after the drain time the rest is cut off. A push is many requests: those of a client to a repository that it was just
 * at work in belong to what runs already.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '#lib/config/config.ts'
import type { Refusal } from './refusal.ts'

/** A client that has been still for so long in a repository is not at work there any more. */
const stillMs = 5_000

/** Clients at work that are remembered; the oldest is forgotten first. */
const maxWorkers = 10_000

const lookMs = 50

const repositoryPath = /^\/v2\/(.+)\/(?:manifests|blobs|tags|referrers)\//

/** Between two requests of a client's push it may ask for these, which name no repository in their path. */
const betweenSteps = /^\/(?:v2\/?|token\/?)(?:\?|$)/

const probes = /^\/(?:livez|readyz|healthz)(?:\?|$)/

/**
 * `serving`; `leaving`: not ready any more, and everything is still served; `draining`: only what has begun goes on;
 * `closed`: nothing does.
 */
export type DrainPhase = 'serving' | 'leaving' | 'draining' | 'closed'

export interface Drain {
  readonly phase: DrainPhase
  /** Null when the request may run. Whatever runs is told with `watch`. */
  admit(request: IncomingMessage, sourceIp: string): Refusal | null
  watch(request: IncomingMessage, response: ServerResponse, sourceIp: string): void
  /**
   * Stops the server.
   * @param onDraining is called when new work is refused from now on, so that those who only wait can be sent home
   * @returns how many requests were cut off
   */
  stop(server: Server, onDraining: () => void): Promise<number>
}

interface Worker {
  seenMs: number
  running: number
  isPushing: boolean
}

export type DrainTimes = Pick<Config, 'drainDelayMs' | 'drainMs'>

/** @param now a clock that never goes back, in milliseconds */
export function createDrain(
  { drainDelayMs, drainMs }: DrainTimes,
  now: () => number = () => performance.now(),
): Drain {
  let phase: DrainPhase = 'serving'
  let running = 0
  /** By client and repository, and by client alone; the one seen last is the last. */
  const workers = new Map<string, Worker>()

  const isAtWork = (worker: Worker | undefined) =>
    worker !== undefined && (worker.running > 0 || now() - worker.seenMs < stillMs)

  const see = (key: string): Worker => {
    const worker = workers.get(key) ?? { seenMs: 0, running: 0, isPushing: false }
    workers.delete(key)
    worker.seenMs = now()
    workers.set(key, worker)
    if (workers.size > maxWorkers) {
      const [oldest] = workers.keys()
      if (oldest !== undefined) workers.delete(oldest)
    }
    return worker
  }

  const countPushes = () => {
    let count = 0
    for (const worker of workers.values()) if (worker.isPushing && isAtWork(worker)) count += 1
    return count
  }

  return {
    get phase() {
      return phase
    },
    admit({ url = '' }, sourceIp) {
      if (phase === 'serving' || phase === 'leaving' || probes.test(url)) return null
      const repository = repositoryPath.exec(url)?.[1]
      const key = repository === undefined ? sourceIp : `${sourceIp} ${repository}`
      const belongs = repository !== undefined || betweenSteps.test(url)
      if (phase === 'draining' && belongs && isAtWork(workers.get(key))) return null
      return {
        status: 503,
        message: 'The registry is stopping, and finishes only what has begun. Try again in a moment.',
        headers: { 'retry-after': '5', connection: 'close' },
      }
    },
    watch({ url = '', method = 'GET' }, response, sourceIp) {
      // A probe is no work, and must not keep a program that is stopping.
      if (probes.test(url)) return
      running += 1
      const repository = repositoryPath.exec(url)?.[1]
      const worker = repository === undefined ? null : see(`${sourceIp} ${repository}`)
      // Of both, so that a token is given out while a long layer is on its way.
      const client = worker === null ? null : see(sourceIp)
      if (worker !== null && (method === 'POST' || method === 'PATCH' || method === 'PUT'))
        worker.isPushing = true
      for (const each of [worker, client]) if (each !== null) each.running += 1
      response.once('close', () => {
        running -= 1
        for (const each of [worker, client]) {
          if (each === null) continue
          each.running -= 1
          each.seenMs = now()
        }
        // A tag is what a push ends with. A digest, which has a colon, is one image of several.
        const isLast =
          method === 'PUT' && /\/manifests\/[^/:?%]+(?:\?|$)/.test(url) && response.statusCode === 201
        if (worker !== null && (isLast || method === 'DELETE')) worker.isPushing = false
      })
    },
    async stop(server, onDraining) {
      phase = 'leaving'
      await sleep(drainDelayMs)
      phase = 'draining'
      onDraining()
      server.closeIdleConnections()
      const deadline = now() + drainMs
      while ((running > 0 || countPushes() > 0) && now() < deadline) await sleep(lookMs)
      phase = 'closed'
      const cut = running
      const isClosed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await isClosed
      return cut
    },
  }
}
