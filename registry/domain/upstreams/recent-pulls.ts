/** Images of an upstream whose pull may be under way: their layers and manifests have to stay until it is done. */
import { LRUCache } from 'lru-cache'
import type { Digest } from '#lib/oci/digest.ts'

/** More pulls than that within the time are not looked after. */
const maxPulls = 20_000

export interface RecentPulls {
  note(repositoryId: number, image: Digest): void
  has(repositoryId: number, image: Digest): boolean
  /** Those of a repository. */
  list(repositoryId: number): Digest[]
}

/** @param forMs for how long after it was asked for */
export function createRecentPulls(now: () => number, forMs: number): RecentPulls {
  const images = new Map<number, Set<Digest>>()
  // Small: a number and a digest, twice, and a time.
  const pulled = new LRUCache<string, { repositoryId: number; image: Digest; atMs: number }>({
    max: maxPulls,
    dispose({ repositoryId, image }, _, reason) {
      if (reason === 'set') return
      const others = images.get(repositoryId)
      others?.delete(image)
      if (others?.size === 0) images.delete(repositoryId)
    },
  })
  const has: RecentPulls['has'] = (repositoryId, image) => {
    const known = pulled.peek(toKey(repositoryId, image))
    return known !== undefined && known.atMs > now() - forMs
  }
  return {
    note(repositoryId, image) {
      pulled.set(toKey(repositoryId, image), { repositoryId, image, atMs: now() })
      const known = images.get(repositoryId)
      if (known === undefined) images.set(repositoryId, new Set([image]))
      else known.add(image)
    },
    has,
    list(repositoryId) {
      const recent: Digest[] = []
      for (const image of [...(images.get(repositoryId) ?? [])]) {
        if (has(repositoryId, image)) recent.push(image)
        else pulled.delete(toKey(repositoryId, image))
      }
      return recent
    },
  }
}

function toKey(repositoryId: number, image: Digest): string {
  return `${repositoryId} ${image}`
}
