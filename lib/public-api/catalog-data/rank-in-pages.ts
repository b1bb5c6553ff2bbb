/** Repositories that a search finds, page by page, in the order that they had when the list was begun. */
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'
import { createHeldLists, type HeldLists, type ListPage } from './held-lists.ts'

/** Ordering more at once would hold up everybody else's pages. */
const heldAtOnce = 10_000

const key = Symbol.for('public-gallery.held-rankings')

/** @throws {CatalogDataError} for a token of another list */
export async function rankInPages(
  query: SearchQuery,
  page: { count: number; nextToken: string | undefined },
): Promise<ListPage<RepositorySummary>> {
  const catalog = getCatalog()
  const ranked = await getHeldRankings().read(query, page, (from) => {
    const { totalResults, repositoryIds } = catalog.rank(query, [from, from + heldAtOnce])
    return { from, items: repositoryIds, totalResults }
  })
  return { ...ranked, items: catalog.readRepositories(ranked.items) }
}

/** One for all copies of this module. */
function getHeldRankings(): HeldLists<number> {
  const holder = globalThis as { [key]?: HeldLists<number> }
  holder[key] ??= createHeldLists<number>({ maxBytes: 8_000_000, toBytes: () => 8, lifeMs: 600_000 })
  return holder[key]
}
