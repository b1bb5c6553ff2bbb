/** Whether the operator has stopped what callers change: kept in memory, and read again when another process may have changed it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { SettingReads } from './verbs.ts'

export const pauseSetting = 'read-only'

export interface Pause {
  /** Why; null while changes go on. */
  reason(): string | null
  /** Reads it again. Until that has succeeded, what was known counts. */
  look(): Promise<void>
  /** What this process has written. */
  note(reason: string | null): void
  close(): void
}

const retryMs = 500

/** @param isDamaged where it may not be readable, and nothing is changed anyway */
export async function openPause(settings: SettingReads, isDamaged: boolean): Promise<Pause> {
  const read = async () => (await settings.get(pauseSetting)) || null
  let reason = isDamaged ? await read().catch(() => null) : await read()
  // What was asked for earlier may be answered later.
  let looks = 0
  return {
    reason: () => reason,
    async look() {
      looks += 1
      const own = looks
      while (own === looks) {
        try {
          const found = await read()
          if (own === looks) reason = found
          return
        } catch {
          await sleep(retryMs, undefined, { ref: false })
        }
      }
    },
    note(written) {
      looks += 1
      reason = written
    },
    close() {
      looks += 1
    },
  }
}
