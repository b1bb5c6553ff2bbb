/** The feed of a search, or of one publisher: its repositories, the one that changed last first. */
import { toAddressInLanguage } from '#lib/addresses/address-in-language.ts'
import { imagePath, publisherPath, repositoryPath } from '#lib/addresses/routes.ts'
import { feedPath, searchPath } from '#lib/addresses/search-routes.ts'
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import type { Language } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'
import { type Feed, type FeedEntry, MAX_FEED_ENTRIES, toPublishersText } from './feed.ts'

/** What a search finds, whatever its order on the page is. */
export function toSearchFeed(query: SearchQuery, language: Language): Feed {
  const { text } = query
  return {
    language,
    title:
      text === ''
        ? readTexts(language, 'site')('allRepositories')
        : readTexts(language, 'search')('title', { text }),
    description: { text: readTexts(language, 'feeds')('found'), language },
    path: searchPath({ ...query, page: 1 }),
    feedPath: toAddressInLanguage(feedPath({ query }), language),
    entries: listChanged(query),
  }
}

/** By any alias of the registry. @returns null when there is none */
export function toPublisherFeed(
  registryAlias: string,
  everything: SearchQuery,
  language: Language,
): Feed | null {
  const publisher = getCatalog().findPublisher(registryAlias)
  if (publisher === null) return null
  const { registryAlias: alias, publisherName } = publisher
  return {
    language,
    title: publisherName,
    description:
      publisher.description === null
        ? { text: readTexts(language, 'feeds')('publishedBy', { publisher: publisherName }), language }
        : toPublishersText(publisher.description),
    path: publisherPath(alias),
    feedPath: toAddressInLanguage(feedPath({ alias }), language),
    entries: listChanged({ ...everything, publishers: [alias] }),
  }
}

function listChanged(query: SearchQuery): FeedEntry[] {
  const catalog = getCatalog()
  const { repositoryIds } = catalog.rank({ ...query, sort: 'updated' }, [0, MAX_FEED_ENTRIES])
  return catalog.readRepositories(repositoryIds).map(toEntry)
}

function toEntry(summary: RepositorySummary): FeedEntry {
  const { registryAlias, repositoryName, newestTag, updatedAt, description } = summary
  return {
    id: updatedAt,
    title: `${registryAlias}/${repositoryName}${newestTag === null ? '' : `:${newestTag}`}`,
    path:
      newestTag === null
        ? repositoryPath(registryAlias, repositoryName)
        : imagePath(registryAlias, repositoryName, { tag: newestTag }),
    updatedAt,
    summary: toPublishersText(description),
    author: summary.publisherName,
  }
}
