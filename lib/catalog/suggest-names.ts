/**
 * Suggestions while a visitor types: repositories and publishers whose names begin with what was typed, then
 * those that merely contain it.
 */
import type { Suggestion } from './catalog.ts'
import type { IndexDatabase } from './index-database.ts'
import {
  type SummaryRow,
  summaryColumns,
  type ToLogoSrc,
  toRepositorySummary,
} from './to-repository-summary.ts'

const maxWords = 6

/** At most this share of the suggestions are publishers, unless there are too few repositories. */
const publisherShare = 1 / 3

interface Ranked {
  rank: number
}

interface PublisherRow extends Ranked {
  primary_alias: string
  publisher_name: string
  verified: number
  repository_count: number
}

/** Suggests up to `limit` names, the best first; none for an empty text. */
export function suggestNames(
  database: IndexDatabase,
  text: string,
  limit: number,
  toLogoSrc: ToLogoSrc,
): Suggestion[] {
  const words = text.toWellFormed().toLowerCase().split(/\s+/).filter(Boolean).slice(0, maxWords)
  const [first] = words
  if (first === undefined) return []
  const publishers = selectPublishers(database, words, first, limit)
  const repositories = selectRepositories(database, words, first, limit)
  const fewest = Math.max(Math.ceil(limit * publisherShare), limit - repositories.length)
  const found = [
    ...repositories.map((row) => ({ rank: row.rank, suggestion: toRepositorySuggestion(row, toLogoSrc) })),
    ...publishers.slice(0, fewest).map((row) => ({ rank: row.rank, suggestion: toPublisherSuggestion(row) })),
  ]
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ suggestion }) => suggestion)
}

function selectRepositories(database: IndexDatabase, words: string[], first: string, limit: number) {
  // Without a slash the alias alone was typed, and the publisher is the better answer.
  const path = first.includes('/') ? first : '/'
  return database.all<SummaryRow & Ranked>(
    `SELECT ${summaryColumns}, CASE
         WHEN r.name = ? OR r.last_segment = ? OR r.path = ? THEN 0
         WHEN instr(r.name, ?) = 1 OR instr(r.last_segment, ?) = 1 OR instr(r.path, ?) = 1 THEN 1
         WHEN instr(r.name, '-' || ?) > 0 OR instr(r.name, '/' || ?) > 0 THEN 2
         ELSE 3 END AS rank
     FROM repository r JOIN registry g USING (registry_key)
     WHERE ${words.map(() => 'instr(r.path, ?) > 0').join(' AND ')}
     ORDER BY rank, r.verified DESC, r.pull_count DESC, r.updated_at DESC, r.path LIMIT ?`,
    first,
    first,
    path,
    first,
    first,
    path,
    first,
    first,
    ...words,
    limit,
  )
}

function selectPublishers(database: IndexDatabase, words: string[], first: string, limit: number) {
  return database.all<PublisherRow>(
    `SELECT g.primary_alias, g.publisher_name, g.verified,
       (SELECT count(*) FROM repository r WHERE r.registry_key = g.registry_key) AS repository_count,
       CASE WHEN EXISTS (SELECT 1 FROM registry_alias a WHERE a.registry_key = g.registry_key AND a.alias = ?) THEN 0
         WHEN instr(' ' || g.search_names, ' ' || ?) > 0 THEN 1
         ELSE 3 END AS rank
     FROM registry g
     WHERE ${words.map(() => 'instr(g.search_names, ?) > 0').join(' AND ')}
     ORDER BY rank, g.verified DESC, repository_count DESC, g.publisher_name, g.primary_alias LIMIT ?`,
    first,
    first,
    ...words,
    limit,
  )
}

function toRepositorySuggestion(row: SummaryRow, toLogoSrc: ToLogoSrc): Suggestion {
  const summary = toRepositorySummary(row, toLogoSrc)
  return {
    kind: 'repository',
    registryAlias: summary.registryAlias,
    repositoryName: summary.repositoryName,
    publisherName: summary.publisherName,
    verified: summary.verified,
    description: summary.description,
    logoSrc: summary.logoSrc,
  }
}

function toPublisherSuggestion(row: PublisherRow): Suggestion {
  return {
    kind: 'publisher',
    registryAlias: row.primary_alias,
    publisherName: row.publisher_name,
    verified: row.verified === 1,
    repositoryCount: row.repository_count,
  }
}
