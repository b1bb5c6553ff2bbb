/**
 * Keeps a program running: one that ends by itself after it was up once is started again, first at once and then after pauses that
 * double up to a bound. Nothing is given up, and each end, each new start and each return is told.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Program } from './start-program.ts'

export interface Supervised {
  /** Rejects when the program has ended before it was up for the first time; never resolves. */
  failed: Promise<never>
  /** Resolves when the program is up for the first time. */
  ready: Promise<void>
  /** Ends the program, by force after `graceMs`. */
  stop(graceMs?: number): Promise<void>
  kill(): void
  /** Hands a signal on to the program, where it runs. */
  signal(signal: NodeJS.Signals): void
}

export interface SuperviseOptions {
  name: string
  /** Starts the program once more. */
  start: () => Program
  /** Resolves when the program answers; rejects when it does not in time, or the signal aborts. */
  waitUntilReady: (signal: AbortSignal) => Promise<void>
  /** Aborts when nothing is to be started any more. */
  stopping: AbortSignal
  say: (line: string) => void
  pauses?: Pauses
}

export interface Pauses {
  firstMs: number
  maxMs: number
  /** A program that ran so long is taken for well: its next end is followed by the first pause again. */
  wellAfterMs: number
}

const usualPauses: Pauses = { firstMs: 250, maxMs: 30_000, wellAfterMs: 60_000 }

/** A program that has ended before it was up: its own last lines say why. */
export class ProgramEndedError extends Error {
  override name = 'ProgramEndedError'
}

/** Starts the program, and starts it again whenever it ends, until `stopping`. */
export function supervise(options: SuperviseOptions): Supervised {
  const { name, start, waitUntilReady, stopping, say, pauses = usualPauses } = options
  const ready = Promise.withResolvers<void>()
  const failed = Promise.withResolvers<never>()
  // Whoever starts a program races these; what comes after that is told, not thrown.
  ready.promise.catch(() => {})
  failed.promise.catch(() => {})
  let current: Program | null = null
  let isReadyOnce = false
  /** Since when the program has not answered; null while it does, and before it did. */
  let awaySince: number | null = null

  /** @returns how the program has ended, and how long it ran */
  async function runOnce(): Promise<{ reason: string; ranMs: number }> {
    const startedAt = performance.now()
    const gone = new AbortController()
    const program = start()
    current = program
    const isUp = waitUntilReady(AbortSignal.any([gone.signal, stopping])).then(
      () => {
        if (awaySince !== null) say(`The ${name} is back after ${toSeconds(performance.now() - awaySince)}.`)
        awaySince = null
        isReadyOnce = true
        ready.resolve()
      },
      (error: unknown) => {
        if (gone.signal.aborted || stopping.aborted) return
        if (isReadyOnce) say(`The ${name} runs, and does not answer: ${toMessage(error)}`)
        else failed.reject(error)
      },
    )
    const { reason } = await program.ended
    gone.abort()
    await isUp
    // What it forked would keep its port from the next one.
    program.kill()
    return { reason, ranMs: performance.now() - startedAt }
  }

  async function keepRunning(): Promise<void> {
    let pauseMs = pauses.firstMs
    let failures = 0
    while (!stopping.aborted) {
      const { reason, ranMs } = await runOnce()
      if (stopping.aborted) return
      if (!isReadyOnce) {
        const message = `The ${name} has ended by itself (${reason}); its last lines say why. Stopping.`
        failed.reject(new ProgramEndedError(message))
        return
      }
      awaySince ??= performance.now()
      if (ranMs >= pauses.wellAfterMs) {
        pauseMs = pauses.firstMs
        failures = 0
      }
      failures += 1
      const times = failures > 1 ? ` for the ${toOrdinal(failures)} time in a row` : ''
      say(
        `The ${name} has ended by itself (${reason})${times}; its last lines say why. Starting it again in ${toSeconds(pauseMs)}; everything else goes on.`,
      )
      await sleep(pauseMs, undefined, { signal: stopping }).catch(() => {})
      pauseMs = Math.min(pauseMs * 2, pauses.maxMs)
    }
  }

  const done = keepRunning().catch((error: unknown) => failed.reject(error))
  return {
    ready: ready.promise,
    failed: failed.promise,
    kill: () => current?.kill(),
    signal: (signal) => isReadyOnce && awaySince === null && current?.signal(signal),
    async stop(graceMs) {
      await current?.stop(graceMs)
      await done
    },
  }
}

function toSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 1000 ? 2 : 1)} s`
}

function toOrdinal(count: number): string {
  const ending = { one: 'st', two: 'nd', few: 'rd' } as Record<string, string>
  return `${count}${ending[new Intl.PluralRules('en', { type: 'ordinal' }).select(count)] ?? 'th'}`
}

function toMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
