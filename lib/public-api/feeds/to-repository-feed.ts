/** The feed of one repository: an entry for each tag and the image that it names, so that a tag that moves is told of again. */
import { imagePath, repositoryPath } from '#lib/addresses/routes.ts'
import { feedPath } from '#lib/addresses/search-routes.ts'
import { isAttachmentTag } from '#lib/oci/attachment-tag.ts'
import { getTagSnapshot } from '#lib/pages/tags/list-image-tags.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'
import { type Feed, type FeedEntry, MAX_FEED_ENTRIES } from './feed.ts'
import { fitsPattern } from './fits-pattern.ts'

/**
 * @param pattern of tags, in which `*` stands for anything; null for all
 * @returns null when there is no such repository
 * @throws {EcrPublicError} when its tags cannot be read
 */
export async function toRepositoryFeed(
  registryAlias: string,
  repositoryName: string,
  pattern: string | null,
): Promise<Feed | null> {
  const summary = getCatalog().findRepository(registryAlias, repositoryName)
  const snapshot = summary && (await getTagSnapshot(registryAlias, repositoryName))
  if (summary === null || snapshot === null) return null
  const alias = summary.registryAlias
  const fits = (tag: string) => !isAttachmentTag(tag) && (pattern === null || fitsPattern(tag, pattern))
  const entries: FeedEntry[] = []
  for (const { image, keys } of snapshot.listImages('newest')) {
    for (const { tag } of keys) {
      if (!fits(tag)) continue
      entries.push({
        id: `${tag}@${image.digest}`,
        title: `${alias}/${repositoryName}:${tag}`,
        path: imagePath(alias, repositoryName, { digest: image.digest }),
        updatedAt: image.pushedAt ?? summary.updatedAt,
        summary: `${tag} is ${image.digest}`,
        author: summary.publisherName,
      })
    }
    if (entries.length >= MAX_FEED_ENTRIES) break
  }
  return {
    title: `${alias}/${repositoryName}${pattern === null ? '' : `:${pattern}`}`,
    description: summary.description || `Image tags of ${alias}/${repositoryName}`,
    path: repositoryPath(alias, repositoryName, 'tags'),
    feedPath: feedPath({ alias, repositoryName, pattern }),
    entries: entries.slice(0, MAX_FEED_ENTRIES),
  }
}
