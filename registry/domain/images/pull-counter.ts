/**
 * Counts pulls without making one wait: in memory, written to the store every few seconds and when the registry stops.
 * What was counted since the last write is lost when the process is killed.
 */

import type { ClientPulls, Pulls } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { ClientFamily } from './client-family.ts'

export interface PullCounter {
  /** @param tag empty for a pull by digest */
  count(repositoryId: number, tag: string, client: ClientFamily): void
  /** Writes what has been counted; keeps it for the next time when that fails. */
  flush(): Promise<void>
}

export function createPullCounter(store: Pick<Store, 'quietly'>, clock: () => Date): PullCounter {
  let byTag = new Map<string, Pulls>()
  let byClient = new Map<string, ClientPulls>()
  return {
    count(repositoryId, tag, client) {
      const day = clock().toISOString().slice(0, 10)
      add(byTag, `${repositoryId} ${day} ${tag}`, { repositoryId, day, tag, count: 1 })
      add(byClient, `${repositoryId} ${day} ${client}`, { repositoryId, day, client, count: 1 })
    },
    async flush() {
      if (byTag.size === 0) return
      const [tags, clients] = [byTag, byClient]
      byTag = new Map()
      byClient = new Map()
      try {
        await store.quietly(async (tx) => {
          await tx.pulls.add([...tags.values()])
          await tx.pulls.addClients([...clients.values()])
        })
      } catch (error) {
        for (const [key, pulls] of tags) add(byTag, key, pulls)
        for (const [key, pulls] of clients) add(byClient, key, pulls)
        throw error
      }
    },
  }
}

function add<Counted extends { count: number }>(
  counts: Map<string, Counted>,
  key: string,
  more: Counted,
): void {
  const known = counts.get(key)
  if (known) known.count += more.count
  else counts.set(key, { ...more })
}
