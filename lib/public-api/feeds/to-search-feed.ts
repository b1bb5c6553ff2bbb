/** The feed of a search, or of one publisher: its repositories, the one that changed last first. */
import { imagePath, publisherPath, repositoryPath } from '#lib/addresses/routes.ts'
import { feedPath, searchPath } from '#lib/addresses/search-routes.ts'
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'
import { type Feed, type FeedEntry, MAX_FEED_ENTRIES } from './feed.ts'

/** What a search finds, whatever its order on the page is. */
export function toSearchFeed(query: SearchQuery): Feed {
  return {
    title: query.text === '' ? 'All repositories' : `Search for “${query.text}”`,
    description: 'Repositories that this search finds, as they change.',
    path: searchPath({ ...query, page: 1 }),
    feedPath: feedPath({ query }),
    entries: listChanged(query),
  }
}

/** By any alias of the registry. @returns null when there is none */
export function toPublisherFeed(registryAlias: string, everything: SearchQuery): Feed | null {
  const publisher = getCatalog().findPublisher(registryAlias)
  if (publisher === null) return null
  const alias = publisher.registryAlias
  return {
    title: publisher.publisherName,
    description: publisher.description ?? `Repositories of ${publisher.publisherName}, as they change.`,
    path: publisherPath(alias),
    feedPath: feedPath({ alias }),
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
    summary: description,
    author: summary.publisherName,
  }
}
