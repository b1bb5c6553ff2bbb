/**
 * Counts pulls without making one wait: in memory, written to the store every few seconds and when the registry stops.
 * What was counted since the last write is lost when the process is killed.
 */

import type { Digest } from '#lib/oci/digest.ts'
import type { ClientPulls, PlatformPulls, Pulls } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { ClientFamily } from './client-family.ts'
import type { FindPullPlatform } from './find-pull-platform.ts'

export interface PullCounter {
  /** @param tag empty for a pull by digest */
  count(repositoryId: number, tag: string, client: ClientFamily): void
  /** Of an index the image that a client chose, besides the index; anything else once, besides its pull. */
  countImage(repositoryId: number, digest: Digest): void
  /** Writes what has been counted; keeps it for the next time when that fails. */
  flush(): Promise<void>
}

interface Counted {
  pulls: Map<string, Pulls>
  clients: Map<string, ClientPulls>
  images: Map<string, { repositoryId: number; day: string; digest: Digest; count: number }>
}

export function createPullCounter(
  store: Pick<Store, 'quietly'>,
  clock: () => Date,
  findPlatform: FindPullPlatform,
): PullCounter {
  let counted = toNothing()
  const today = () => clock().toISOString().slice(0, 10)
  return {
    count(repositoryId, tag, client) {
      const day = today()
      add(counted.pulls, `${repositoryId} ${day} ${tag}`, { repositoryId, day, tag, count: 1 })
      add(counted.clients, `${repositoryId} ${day} ${client}`, { repositoryId, day, client, count: 1 })
    },
    countImage(repositoryId, digest) {
      const day = today()
      add(counted.images, `${repositoryId} ${day} ${digest}`, { repositoryId, day, digest, count: 1 })
    },
    async flush() {
      if (counted.pulls.size + counted.images.size === 0) return
      const writing = counted
      counted = toNothing()
      try {
        const platforms = await toPlatformPulls(writing.images, findPlatform)
        await store.quietly(async (tx) => {
          await tx.pulls.add([...writing.pulls.values()])
          await tx.pulls.addClients([...writing.clients.values()])
          await tx.pulls.addPlatforms(platforms)
        })
      } catch (error) {
        for (const [key, one] of writing.pulls) add(counted.pulls, key, one)
        for (const [key, one] of writing.clients) add(counted.clients, key, one)
        for (const [key, one] of writing.images) add(counted.images, key, one)
        throw error
      }
    },
  }
}

function toNothing(): Counted {
  return { pulls: new Map(), clients: new Map(), images: new Map() }
}

async function toPlatformPulls(
  images: Counted['images'],
  findPlatform: FindPullPlatform,
): Promise<PlatformPulls[]> {
  const found = new Map<string, PlatformPulls>()
  for (const { repositoryId, day, digest, count } of images.values()) {
    // An image that cannot be read is no reason to lose the counts of the others.
    const platform = await findPlatform(repositoryId, digest).catch(() => null)
    if (platform === null) continue
    add(found, `${repositoryId} ${day} ${platform}`, { repositoryId, day, platform, count })
  }
  return [...found.values()]
}

function add<One extends { count: number }>(counts: Map<string, One>, key: string, more: One): void {
  const known = counts.get(key)
  if (known) known.count += more.count
  else counts.set(key, { ...more })
}
