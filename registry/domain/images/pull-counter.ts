/**
 * Counts pulls without making one wait: in memory, written to the store every few seconds and when the registry stops.
 * What was counted since the last write is lost when the process is killed.
 */

import type { Pulls } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'

export interface PullCounter {
  /** @param tag empty for a pull by digest */
  count(repositoryId: number, tag: string): void
  /** Writes what has been counted; keeps it for the next time when that fails. */
  flush(): Promise<void>
}

export function createPullCounter(store: Pick<Store, 'quietly'>, clock: () => Date): PullCounter {
  let counts = new Map<string, Pulls>()
  return {
    count(repositoryId, tag) {
      const day = clock().toISOString().slice(0, 10)
      const key = `${repositoryId} ${day} ${tag}`
      const known = counts.get(key)
      if (known) known.count += 1
      else counts.set(key, { repositoryId, day, tag, count: 1 })
    },
    async flush() {
      if (counts.size === 0) return
      const taken = counts
      counts = new Map()
      try {
        await store.quietly((tx) => tx.pulls.add([...taken.values()]))
      } catch (error) {
        for (const [key, pulls] of taken) {
          const since = counts.get(key)
          counts.set(key, { ...pulls, count: pulls.count + (since?.count ?? 0) })
        }
        throw error
      }
    },
  }
}
