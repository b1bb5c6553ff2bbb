/**
 * The tags of repositories that are being looked at, grouped and in the orders that were asked for. Sources
 * can neither sort nor filter, so a repository is read once, to its end and within bounds, and pages are cut from
 * that. A snapshot goes when the change feed names its repository, after a minute, or when newer ones need its place.
 */

import type { TagSort } from '#lib/addresses/tag-query.ts'
import type { ImageTag } from '#lib/sources/ecr-public/list-image-tags.ts'
import type { RepositoryKey } from '#lib/sources/ecr-public/to-repository.ts'
import type { SourceReader } from '#lib/sources/source-reader.ts'
import { chooseDefaultTag } from '#lib/tags/choose-default-tag.ts'
import { groupImageTags, type TaggedImage } from './group-image-tags.ts'
import { sortImages } from './select-tags.ts'

/** More tags of one repository are not read. */
const maxTagsRead = 50_000

/** A call of the API answers at most so many. */
const tagsPerCall = 1_000

export interface TagSnapshot {
  /** In the order that is asked for. */
  listImages(sort: TagSort): readonly TaggedImage[]
  /** The tag to offer first; null where nothing can be pulled. */
  defaultTag: string | null
  tagCount: number
  /** There are more than `maxTagsRead`, or than the source describes. */
  isTruncated: boolean
}

export interface TagSnapshots {
  /**
   * The tags of a repository, read now or less than a minute ago.
   * @returns null when the API knows no such repository
   * @throws {SourceError}
   */
  get(reader: TagReader, repository: RepositoryKey): Promise<TagSnapshot | null>
  /** Forgets repositories that have changed. */
  drop(repositories: readonly RepositoryKey[]): void
}

/** Of a source, what tells its tags. */
export type TagReader = Pick<SourceReader, 'listImageTags' | 'getPublisherTags'>

interface Entry {
  snapshot: Promise<TagSnapshot | null>
  expiresMs: number
  /** Zero until it has been read. */
  tagCount: number
}

/** Makes an empty cache, which holds about `maxTags` tags in all. */
export function createTagSnapshots({
  ttlMs = 60_000,
  maxTags = 100_000,
  now = Date.now,
}: {
  ttlMs?: number
  maxTags?: number
  now?: () => number
} = {}): TagSnapshots {
  // In the order of their last use.
  const entries = new Map<string, Entry>()

  const makeRoom = () => {
    let total = [...entries.values()].reduce((sum, { tagCount }) => sum + tagCount, 0)
    for (const [key, { tagCount }] of entries) {
      if (total <= maxTags && entries.size <= maxTags / 100) return
      entries.delete(key)
      total -= tagCount
    }
  }

  const read = (key: string, reader: TagReader, repository: RepositoryKey): Entry => {
    const entry: Entry = {
      snapshot: readSnapshot(reader, repository),
      expiresMs: Number.POSITIVE_INFINITY,
      tagCount: 0,
    }
    const forget = () => {
      if (entries.get(key) === entry) entries.delete(key)
    }
    entry.snapshot.then((snapshot) => {
      if (snapshot === null) return forget()
      entry.tagCount = snapshot.tagCount
      entry.expiresMs = now() + ttlMs
      makeRoom()
    }, forget)
    return entry
  }

  return {
    get: (reader, repository) => {
      const key = toKey(repository)
      const known = entries.get(key)
      const entry = known !== undefined && known.expiresMs > now() ? known : read(key, reader, repository)
      entries.delete(key)
      entries.set(key, entry)
      return entry.snapshot
    },
    drop: (repositories) => {
      for (const repository of repositories) entries.delete(toKey(repository))
    },
  }
}

async function readSnapshot(reader: TagReader, repository: RepositoryKey): Promise<TagSnapshot | null> {
  const tags: ImageTag[] = []
  const publisherTags = reader.getPublisherTags(repository)
  // It is waited for below; a failure before that is not to end the process.
  publisherTags.catch(() => {})
  let nextToken: string | undefined
  let isCut = false
  do {
    const page = await reader.listImageTags(repository, { maxResults: tagsPerCall, nextToken })
    if (page === null) return null
    tags.push(...page.tags)
    isCut = page.isCut ?? false
    // A page without a tag and with a token would go on without end.
    nextToken = page.tags.length === 0 ? undefined : (page.nextToken ?? undefined)
  } while (nextToken !== undefined && tags.length < maxTagsRead)
  const defaultTag = chooseDefaultTag(tags, (await publisherTags).defaultTag)?.tag ?? null
  const newest = groupImageTags(tags)
  const orders = new Map<TagSort, TaggedImage[]>([['newest', newest]])
  return {
    listImages: (sort) => {
      const images = orders.get(sort) ?? sortImages(newest, sort)
      orders.set(sort, images)
      return images
    },
    defaultTag,
    tagCount: tags.length,
    isTruncated: isCut || nextToken !== undefined,
  }
}

function toKey({ registryId, repositoryName }: RepositoryKey): string {
  return `${registryId}/${repositoryName}`
}
