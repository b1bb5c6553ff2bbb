/** Images of an upstream whose pull may be under way: their layers and manifests have to stay until it is done. */
import { LRUCache } from 'lru-cache'
import type { Digest } from '#lib/oci/digest.ts'

/** More pulls than that within the time are not looked after. */
const maxPulls = 20_000

export interface RecentPulls {
  note(repositoryId: number, image: Digest): void
  has(repositoryId: number, image: Digest): boolean
}

/** @param forMs for how long after it was asked for */
export function createRecentPulls(now: () => number, forMs: number): RecentPulls {
  // Small: a number and a digest, and a time.
  const pulled = new LRUCache<string, number>({ max: maxPulls })
  return {
    note: (repositoryId, image) => void pulled.set(`${repositoryId} ${image}`, now()),
    has: (repositoryId, image) => (pulled.get(`${repositoryId} ${image}`) ?? -Infinity) > now() - forMs,
  }
}
