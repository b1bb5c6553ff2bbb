/**
 * Search: finds what matches the text, counts the facets over it, and reads one page of what passes the
 * filters. Relevance is coarse on purpose: an exact name first, then the place where the words were found
 * (see to-match-tiers.ts), then the verified mark, pulls, freshness and name.
 */
import type { RepositorySummary, SearchQuery, SearchResult } from './catalog.ts'
import { countFacets, findRegistryKey } from './count-facets.ts'
import type { IndexDatabase } from './index-database.ts'
import { toMatchTiers } from './to-match-tiers.ts'
import {
  type SummaryRow,
  summaryColumns,
  type ToLogoSrc,
  toRepositorySummary,
} from './to-repository-summary.ts'
import { toConditions, toSelection } from './to-selection.ts'

const orders = {
  popularity: 'r.pull_count DESC, r.verified DESC, r.updated_at DESC, r.path',
  updated: 'r.updated_at DESC, r.path',
  name: 'r.name, r.path',
}

const relevance = 'm.tier, r.verified DESC, r.pull_count DESC, r.updated_at DESC, r.name, r.path'

const matched = 'matched m JOIN repository r INDEXED BY repository_ranking USING (repository_id)'

/** Answers a query; a page beyond the last one is answered with the last one. */
export function searchRepositories(
  database: IndexDatabase,
  query: SearchQuery,
  { pageSize, toLogoSrc }: { pageSize: number; toLogoSrc: ToLogoSrc },
): SearchResult {
  const hasText = query.text !== ''
  if (hasText) writeMatches(database, query.text)
  const from = hasText ? matched : 'repository r'
  const selection = toSelection(query, (alias) => findRegistryKey(database, alias))
  const { totalResults, facets } = countFacets(database, from, query, selection)
  const pageCount = Math.ceil(totalResults / pageSize)
  const page = Math.max(1, Math.min(query.page, pageCount))
  const order = query.sort === 'relevance' ? (hasText ? relevance : orders.popularity) : orders[query.sort]
  const conditions = toConditions(selection)
  const ids = database.all<{ id: number }>(
    `SELECT r.repository_id AS id FROM ${from} WHERE ${conditions.sql} ORDER BY ${order} LIMIT ? OFFSET ?`,
    ...conditions.values,
    pageSize,
    (page - 1) * pageSize,
  )
  return {
    totalResults,
    page,
    pageCount,
    repositories: ids.flatMap(({ id }) => readSummary(database, id, toLogoSrc)),
    facets,
  }
}

function readSummary(
  database: IndexDatabase,
  repositoryId: number,
  toLogoSrc: ToLogoSrc,
): RepositorySummary[] {
  const row = database.get<SummaryRow>(
    `SELECT ${summaryColumns} FROM repository r JOIN registry g USING (registry_key) WHERE r.repository_id = ?`,
    repositoryId,
  )
  return row === undefined ? [] : [toRepositorySummary(row, toLogoSrc)]
}

/**
 * Fills the temporary table `matched` with every repository that matches the text, and how well. The best
 * places come first, and what is already there stays.
 */
function writeMatches(database: IndexDatabase, text: string): void {
  database.run(
    'CREATE TEMP TABLE IF NOT EXISTS matched (repository_id INTEGER PRIMARY KEY, tier INTEGER NOT NULL)',
  )
  database.run('DELETE FROM matched')
  const tiers = toMatchTiers(text)
  if (tiers.length === 0) return
  const name = text.toLowerCase()
  const slash = name.indexOf('/')
  database.run(
    `INSERT OR IGNORE INTO matched SELECT repository_id, 0 FROM repository WHERE name = ? OR last_segment = ?`,
    name,
    name,
  )
  database.run(
    `INSERT OR IGNORE INTO matched SELECT r.repository_id, 0
     FROM registry_alias a JOIN repository r USING (registry_key) WHERE a.alias = ? AND r.name = ?`,
    slash < 0 ? '' : name.slice(0, slash),
    name.slice(slash + 1),
  )
  for (const [position, tier] of tiers.entries()) {
    const [found, value] =
      'expression' in tier
        ? (['rowid, ? FROM repository_text WHERE repository_text MATCH ?', tier.expression] as const)
        : (['repository_id, ? FROM repository WHERE (platform_mask & ?) <> 0', tier.platformBit] as const)
    database.run(`INSERT OR IGNORE INTO matched SELECT ${found}`, position + 1, value)
  }
}
