/** The feed of one repository: an entry for each tag and the image that it names, so that a tag that moves is told of again. */
import { toAddressInLanguage } from '#lib/addresses/address-in-language.ts'
import { imagePath, repositoryPath } from '#lib/addresses/routes.ts'
import { feedPath } from '#lib/addresses/search-routes.ts'
import type { Language } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import { isAttachmentTag } from '#lib/oci/attachment-tag.ts'
import { getTagSnapshot } from '#lib/pages/tags/list-image-tags.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'
import { type Feed, type FeedEntry, MAX_FEED_ENTRIES, toPublishersText } from './feed.ts'
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
  language: Language,
): Promise<Feed | null> {
  const summary = getCatalog().findRepository(registryAlias, repositoryName)
  const snapshot = summary && (await getTagSnapshot(registryAlias, repositoryName))
  if (summary === null || snapshot === null) return null
  const alias = summary.registryAlias
  const name = `${alias}/${repositoryName}`
  const texts = readTexts(language, 'feeds')
  const fits = (tag: string) => !isAttachmentTag(tag) && (pattern === null || fitsPattern(tag, pattern))
  const entries: FeedEntry[] = []
  for (const { image, keys } of snapshot.listImages('newest')) {
    for (const { tag } of keys) {
      if (!fits(tag)) continue
      entries.push({
        id: `${tag}@${image.digest}`,
        title: `${name}:${tag}`,
        path: imagePath(alias, repositoryName, { digest: image.digest }),
        updatedAt: image.pushedAt ?? summary.updatedAt,
        summary: { text: texts('tagNames', { tag, digest: image.digest }), language },
        author: summary.publisherName,
      })
    }
    if (entries.length >= MAX_FEED_ENTRIES) break
  }
  return {
    language,
    title: `${name}${pattern === null ? '' : `:${pattern}`}`,
    description: summary.description
      ? toPublishersText(summary.description)
      : { text: texts('tagsOf', { name }), language },
    path: repositoryPath(alias, repositoryName, 'tags'),
    feedPath: toAddressInLanguage(feedPath({ alias, repositoryName, pattern }), language),
    entries: entries.slice(0, MAX_FEED_ENTRIES),
  }
}
