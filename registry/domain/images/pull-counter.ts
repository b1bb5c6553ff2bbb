/**
 * Counts pulls without making one wait: in memory, written to the store every few seconds and when the registry stops, each exactly once.
 * What was counted since the last write is lost when the process is killed.
 */

import type { Digest } from '#lib/oci/digest.ts'
import { createBatchWriter } from '#registry/store/batch-writer.ts'
import type { ClientPulls, PlatformPulls, Pulls } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { ClientFamily } from './client-family.ts'
import { type FindPullPlatforms, type PulledImage, toImageKey } from './find-pull-platforms.ts'

export interface PullCounter {
  /** @param tag empty for a pull by digest */
  count(repositoryId: number, tag: string, client: ClientFamily): void
  /** Of an index the image that a client chose, besides the index; anything else once, besides its pull. */
  countImage(repositoryId: number, digest: Digest): void
  /** Writes what has been counted; keeps it for the next time when that fails. */
  flush(): Promise<void>
}

const msPerDay = 24 * 60 * 60 * 1000

interface CountedImage extends PulledImage {
  day: string
  count: number
}

interface Counted {
  pulls: Map<string, Pulls>
  clients: Map<string, ClientPulls>
  images: Map<string, CountedImage>
}

/** What is written at once. */
interface PullBatch {
  pulls: Pulls[]
  clients: ClientPulls[]
  platforms: PlatformPulls[]
}

export function createPullCounter(
  store: Pick<Store, 'quietly'>,
  clock: () => Date,
  newId: () => string,
  findPlatforms: FindPullPlatforms,
): PullCounter {
  let counted = toNothing()
  let known = { number: Number.NaN, day: '' }
  // Asked for with each pull: the name of a day is made once a day.
  const today = () => {
    const number = Math.floor(clock().getTime() / msPerDay)
    if (number !== known.number)
      known = { number, day: new Date(number * msPerDay).toISOString().slice(0, 10) }
    return known.day
  }
  const take = async (): Promise<PullBatch | null> => {
    if (counted.pulls.size + counted.images.size === 0) return null
    const taken = counted
    counted = toNothing()
    const putBack = (images: Counted['images']) => {
      // Before those that came meanwhile, so that nobody's wait for ever.
      const newer = counted.images
      counted.images = images
      for (const [key, one] of newer) add(counted.images, key, one)
    }
    try {
      const { platforms, rest } = await toPlatformPulls(taken.images, findPlatforms)
      putBack(rest)
      // Images that cannot be told yet wait, and are no batch.
      if (taken.pulls.size + platforms.length === 0) return null
      return { pulls: [...taken.pulls.values()], clients: [...taken.clients.values()], platforms }
    } catch (error) {
      for (const [key, one] of taken.pulls) add(counted.pulls, key, one)
      for (const [key, one] of taken.clients) add(counted.clients, key, one)
      putBack(taken.images)
      throw error
    }
  }
  const flush = createBatchWriter<PullBatch>({
    store,
    of: 'pulls',
    newId,
    clock,
    take,
    async add(tx, { pulls, clients, platforms }) {
      await tx.pulls.add(pulls)
      await tx.pulls.addClients(clients)
      await tx.pulls.addPlatforms(platforms)
    },
  })
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
    flush,
  }
}

function toNothing(): Counted {
  return { pulls: new Map(), clients: new Map(), images: new Map() }
}

async function toPlatformPulls(
  images: Counted['images'],
  findPlatforms: FindPullPlatforms,
): Promise<{ platforms: PlatformPulls[]; rest: Counted['images'] }> {
  const found = await findPlatforms([...images.values()])
  const platforms = new Map<string, PlatformPulls>()
  const rest: Counted['images'] = new Map()
  for (const [key, image] of images) {
    const platform = found.get(toImageKey(image))
    if (platform === undefined) rest.set(key, image)
    if (!platform) continue
    const { repositoryId, day, count } = image
    add(platforms, `${repositoryId} ${day} ${platform}`, { repositoryId, day, platform, count })
  }
  return { platforms: [...platforms.values()], rest }
}

function add<One extends { count: number }>(counts: Map<string, One>, key: string, more: One): void {
  const known = counts.get(key)
  if (known) known.count += more.count
  else counts.set(key, { ...more })
}
