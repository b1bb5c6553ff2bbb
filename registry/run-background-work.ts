/** What the registry does beside answering: it writes pull counts down and collects garbage, until it stops. */
import { setTimeout as sleep } from 'node:timers/promises'
import { collectGarbage } from './images/collect-garbage.ts'
import type { Service } from './service.ts'

const flushIntervalMs = 5_000

/** Runs until the signal; a failure is logged, and the work tried again at its next turn. */
export async function runBackgroundWork(service: Service, signal: AbortSignal): Promise<void> {
  const { images, limits, config, log } = service
  await Promise.all([
    repeat(flushIntervalMs, signal, async () => {
      for (const flush of [images.pulls.flush, limits.flush]) {
        await flush().catch((error: unknown) => {
          log.error({ err: error }, 'what was counted of pulls could not be written')
        })
      }
    }),
    repeat(config.garbageIntervalMs, signal, async () => {
      try {
        const collected = await collectGarbage(service)
        if (Object.values(collected).some((count) => count > 0)) log.info(collected, 'collected garbage')
      } catch (error) {
        log.error({ err: error }, 'garbage could not be collected')
      }
    }),
  ])
}

async function repeat(intervalMs: number, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await sleep(intervalMs, undefined, { signal, ref: false }).catch(() => {})
    if (!signal.aborted) await work()
  }
}
