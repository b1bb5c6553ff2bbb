/**
 * How long the page that is being rendered is kept, and what makes it old: said by the verbs that read what it shows, and nowhere
 * else. Next keeps a page no longer than the shortest of its parts, and drops it with the first of their tags. A part is an
 * empty entry, so that what was read is not stored beside the page that shows it.
 */
import { unstable_cache } from 'next/cache'
import { everyPageTag, publisherTag, repositoryTag } from '#lib/runtime/cache-tags.ts'
import { getPagesUnderWay } from '#lib/runtime/pages-under-way.ts'

const lifeSeconds = {
  /** The change feed tells what gets old; this is only the limit for an endpoint that has none. */
  told: 3_600,
  /** Without a change feed nobody tells that a tag has moved. */
  untold: 60,
  /** Worth showing once: its source is away, or it is not all there. */
  passing: 5,
}

/** The page shows a repository, or that there is none of this name. */
export function keepRepositoryPage(alias: string, repositoryName: string): Promise<void> {
  return keep('told', repositoryTag(alias, repositoryName))
}

/** The page shows an image of a repository. */
export function keepImagePage(alias: string, repositoryName: string): Promise<void> {
  return keep('untold', repositoryTag(alias, repositoryName))
}

/** The page shows a registry, or that there is none under this alias. */
export function keepPublisherPage(alias: string): Promise<void> {
  return keep('told', publisherTag(alias))
}

/** The page is made again after a few seconds. */
export function shortenCacheLife(): Promise<void> {
  return keep('passing')
}

async function keep(life: keyof typeof lifeSeconds, ...shown: string[]): Promise<void> {
  const tags = [everyPageTag, ...shown]
  getPagesUnderWay().begin(tags)
  await unstable_cache(async () => true, [life, ...shown], { revalidate: lifeSeconds[life], tags })()
}
