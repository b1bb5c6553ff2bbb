/**
 * How many images a repository, how many tags an image, and how many bytes a registry may have (ECR Public, "Service
 * quotas"). Checked inside the transaction that adds, and transactions run one after the other, so that counts are exact
 * however many push at once.
 */
import { LRUCache } from 'lru-cache'
import type { Digest } from '#lib/oci/digest.ts'
import { quotaTable } from '#registry/domain/limits/quota-table.ts'
import { readQuota } from '#registry/domain/limits/read-quota.ts'
import type { Writes } from '#registry/store/verbs.ts'
import { ImageError } from './image-error.ts'

/** As many counts as are remembered. */
const maxKnown = 10_000

/** What is counted, whose it is, and what they may have. */
type Counts<Noun extends keyof Writes> = Pick<Writes, Noun | 'repositories' | 'quotas'>

export interface ImageQuota {
  /**
   * Looks at a repository that has just been given a new image.
   * @throws {ImageError} limit-exceeded; the transaction must then be undone
   */
  checkImages(tx: Counts<'images'>, repositoryId: number): Promise<void>
  /** The same for an image that has just been given these tags, one at least, and has no others when it is new. */
  checkTags(
    tx: Counts<'tags'>,
    repositoryId: number,
    image: { digest: Digest; isNew: boolean },
    added: readonly string[],
  ): Promise<void>
  /** The same for a repository that has just been given a blob it did not have. */
  checkStorage(tx: Counts<'blobs'>, repositoryId: number, addedBytes: number): Promise<void>
  /** Has everything counted again, as a quota has another value now, or what is of one repository, as others have pushed there. */
  forget(repositoryId?: number | null): void
}

/** What a repository or an account may have, and has. */
interface Counted {
  max: number
  used: number
  /** What to tell when that is too much. */
  message: string
}

/**
 * Counting 100,000 images takes 15 ms, which is too long for every push. What a count leaves room for is admitted
 * without another; what is deleted, or undone, meanwhile only makes that room larger.
 */
export function createImageQuota(): ImageQuota {
  // A number under a digest: about 200 bytes each.
  const roomOf = new LRUCache<string, number>({ max: maxKnown })
  // A number under a number; those of a repository that is not here are of no other.
  const counts = new LRUCache<number, number>({ max: maxKnown })
  let lastCount = 0
  /** Names what is remembered of a repository; after it was forgotten, by another name. */
  const toKey = (repositoryId: number) => {
    let count = counts.get(repositoryId)
    if (count === undefined) {
      lastCount += 1
      count = lastCount
      counts.set(repositoryId, count)
    }
    return `${repositoryId} ${count}`
  }

  const check = async (key: string, added: number, count: () => Promise<Counted>) => {
    let room = (roomOf.get(key) ?? 0) - added
    if (room < 0) {
      const { max, used, message } = await count()
      if (used > max) throw new ImageError('limit-exceeded', message)
      room = max - used
    }
    roomOf.set(key, room)
  }

  return {
    checkImages: (tx, repositoryId) =>
      check(`images ${toKey(repositoryId)}`, 1, async () => {
        const { accountId, name } = await tx.repositories.getOwner(repositoryId)
        const max = await readQuota(tx, accountId, 'images-per-repository')
        return {
          max,
          used: await tx.images.count(repositoryId),
          message: `The repository with name '${name}' in registry with id '${accountId}' already has the maximum allowed number of images which is '${max}'`,
        }
      }),
    async checkTags(tx, repositoryId, { digest, isNew }, added) {
      const { default: max } = quotaTable['tags-per-image']
      const key = `tags ${toKey(repositoryId)} ${digest}`
      // Nothing is looked up or remembered for a push as most are: a new image under a few tags.
      if (isNew && added.length <= max) return
      await check(key, added.length, async () => {
        const { accountId, name } = await tx.repositories.getOwner(repositoryId)
        return {
          max,
          used: await tx.tags.countOfImage(repositoryId, digest),
          message: `Adding tag '${added[0]}' to an image in the repository with name '${name}' in registry with id '${accountId}' exceeds the maximum allowed number of tags per image which is '${max}'`,
        }
      })
    },
    async checkStorage(tx, repositoryId, addedBytes) {
      const { accountId } = await tx.repositories.getOwner(repositoryId)
      const key = `storage ${accountId}`
      // Where there is no limit, pushes to several repositories need not wait for each other.
      if (roomOf.get(key) === Number.POSITIVE_INFINITY) return
      if (await tx.quotas.holdStorage(accountId)) roomOf.delete(key)
      await check(key, addedBytes, async () => {
        const max = await readQuota(tx, accountId, 'storage-bytes')
        return {
          max,
          // Without a limit there is nothing to sum up.
          used: max === Number.POSITIVE_INFINITY ? 0 : await tx.blobs.sumOfAccount(accountId),
          message: `The registry with id '${accountId}' already has the maximum allowed storage which is '${max}' bytes`,
        }
      })
    },
    forget(repositoryId = null) {
      if (repositoryId === null) roomOf.clear()
      else counts.delete(repositoryId)
    },
  }
}
