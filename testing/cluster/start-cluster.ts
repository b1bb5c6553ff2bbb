/** Starts the parts of a cluster in their order, starts each again that ends, and stops all of them the other way round. */
import { readStopMs } from '#lib/config/read-stop-ms.ts'
import type { Program } from '../../scripts/start-program.ts'
import { type Supervised, supervise } from '../../scripts/supervise.ts'
import { toClusterParts } from './cluster-parts.ts'
import type { ClusterPlace } from './cluster-place.ts'

export interface RunningCluster {
  /** By their names, in the order in which they were started. */
  parts: ReadonlyMap<string, RunningPart>
  stop(): Promise<void>
  /** Ends everything at once. */
  kill(): void
}

export interface RunningPart {
  /** Of its present process. */
  pid(): number
  /** How often it has answered after a start. */
  starts(): number
  /** Sends a signal to its process; it is started again when it ends. */
  signal(signal: NodeJS.Signals): void
}

export interface ClusterSayings {
  /** Of the cluster itself: what starts, ends and is back. */
  say: (line: string) => void
  /** Of the parts. */
  onLine?: (name: string, line: string) => void
}

const pauses = { firstMs: 250, maxMs: 10_000, wellAfterMs: 10_000 }
/** Beyond the time that a program gives to what runs, before it is ended by force. */
const forceAfterMs = 10_000

/**
 * Returns when all parts answer.
 * @param given aborts when nothing is to be started any more
 * @throws {Error} when one ends before it answered, and what `given` was aborted with; nothing runs then
 */
export async function startCluster(
  place: ClusterPlace,
  { say, onLine = () => {} }: ClusterSayings,
  given?: AbortSignal,
): Promise<RunningCluster> {
  const over = new AbortController()
  const stopping = given === undefined ? over.signal : AbortSignal.any([given, over.signal])
  const stopped = Promise.withResolvers<never>()
  stopped.promise.catch(() => {})
  stopping.addEventListener('abort', () => stopped.reject(stopping.reason))
  const groups: Supervised[][] = []
  const parts = new Map<string, RunningPart>()
  const stop = async () => {
    over.abort('the cluster is stopped')
    for (const group of groups.toReversed()) {
      await Promise.all(group.map((part) => part.stop(readStopMs() + forceAfterMs)))
    }
  }
  try {
    for (const group of toClusterParts(place)) {
      stopping.throwIfAborted()
      const startedAt = performance.now()
      const names = group.map(({ name }) => name).join(', ')
      say(`Starting ${names} …`)
      const started = group.map((part) => {
        let program: Program | null = null
        let starts = 0
        const supervised = supervise({
          name: part.name,
          start: () => {
            program = part.start((line) => onLine(part.name, line))
            return program
          },
          waitUntilReady: async (signal) => {
            await part.waitUntilReady(signal)
            starts += 1
          },
          stopping,
          say,
          pauses,
        })
        parts.set(part.name, {
          pid: () => program?.pid ?? 0,
          starts: () => starts,
          signal: (signal) => program?.signal(signal),
        })
        return supervised
      })
      groups.push(started)
      await Promise.all(started.map((part) => Promise.race([part.ready, part.failed, stopped.promise])))
      say(`${names}: ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`)
    }
  } catch (error) {
    await stop()
    throw error
  }
  const kill = () => {
    over.abort('the cluster is ended')
    for (const part of groups.flat()) part.kill()
  }
  return { parts, stop, kill }
}
