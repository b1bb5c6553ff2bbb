/** What a search has to do to be measured: take the catalogue in parts, then answer queries with exact facet counts. */
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import type { CatalogueBatch } from './catalogue-generator.ts'

export interface SearchEngine {
  add(batch: CatalogueBatch): void
  /** Called once after the last part; from then on everything is searchable, and kept where the engine keeps it. */
  finish(): void | Promise<void>
  /** Answers one page, the total and every facet. */
  search(query: SearchQuery): { totalResults: number; facets: unknown }
  /** Null where the engine has no suggestions. */
  suggest: ((text: string) => unknown) | null
  close(): void | Promise<void>
}

export const resultsPerPage = 50

/** The longest age of an update in days, for each choice of the filter. */
export const updatedWithinDays = { day: 1, week: 7, month: 30, year: 365 } as const
