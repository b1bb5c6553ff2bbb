/**
 * Search: the engine finds, counts and orders, and the store gives the rows that are shown. Relevance is where the words were
 * found (see engine/fields.ts), and trust (see engine/select-page.ts); docs/adr/0014-relevance.md has the formula.
 */
import type { FoundRepository, NamedPublisher, RepositorySummary, SearchResult } from '../catalog.ts'
import type { Bindings } from '../engine/bind-publisher.ts'
import { filterAndCount } from '../engine/count-facets.ts'
import type { Engine } from '../engine/engine.ts'
import { explainMatch } from '../engine/explain-match.ts'
import { listTagWords, placeWords, type TermPlace } from '../engine/find-fields.ts'
import { clearMatches } from '../engine/match-units.ts'
import { selectPage } from '../engine/select-page.ts'
import { explainOperators } from '../query/explain-operators.ts'
import { parsePackageQuery } from '../query/parse-package-query.ts'
import { parseTextQuery } from '../query/parse-text-query.ts'
import type { SearchQuery } from '../query/search-query.ts'
import type { TextQuery } from '../query/text-query.ts'
import { findMatchedTag, listDigestRepositories } from '../store/find-images.ts'
import type { IndexDatabase } from '../store/index-database.ts'
import { listPackageRepositories } from '../store/packages.ts'
import { readSummaries } from '../store/read-summaries.ts'
import type { ToLogoSrc } from '../store/to-repository-summary.ts'
import { findRegistryKey } from '../store/write-registry.ts'
import type { AlternativeNames } from '../text/alternative-names.ts'
import { listOffers } from './list-offers.ts'
import { type Found, findMatches, keepRepositories } from './match-query.ts'
import { toFacets } from './to-facets.ts'
import { toSelection } from './to-selection.ts'

export interface SearchContext {
  database: IndexDatabase
  engine: Engine
  alternatives: AlternativeNames
  pageSize: number
  toLogoSrc: ToLogoSrc
  clock: () => Date
}

/** Answers a query; a page beyond the last one is answered with the last one. */
export function searchRepositories(
  context: SearchContext,
  query: SearchQuery,
  { explain = false }: { explain?: boolean } = {},
): SearchResult {
  const { engine, database, pageSize, toLogoSrc } = context
  const search = runSearch(context, query)
  const { found, passed, counts, notes, parsed, sort } = search
  const totalResults = passed.length
  const pageCount = Math.ceil(totalResults / pageSize)
  const page = Math.max(1, Math.min(query.page, pageCount))
  const from = (page - 1) * pageSize
  const documents = selectPage(engine, passed, sort, found.matches.steps, [from, from + pageSize])
  const ids = Array.from(documents, (document) => engine.documents.repositoryIds[document] ?? 0)
  const summaries = readSummaries(database, ids, toLogoSrc)
  const places = placeWords(engine, found.compiled.units)
  const repositories = Array.from(documents).flatMap((document, at) => {
    const summary = summaries.get(ids[at] ?? 0)
    return summary === undefined ? [] : [toFound(context, found, document, { summary, places, explain })]
  })
  clearMatches(engine.scratch, found.matches, engine.documents.count)
  const { profiles } = engine
  const registries = engine.registries.list
  return {
    totalResults,
    page,
    pageCount,
    repositories,
    publisher: page === 1 ? findNamedPublisher(engine, found.bindings) : null,
    facets: toFacets(counts, query, { profiles, registries }, search.findRegistry),
    ...(found.correctedTerm === null ? {} : { correctedTerm: found.correctedTerm }),
    notes,
    offers: listOffers(database, parsed),
    ...(found.without.length === 0 ? {} : { without: found.without }),
  }
}

/** The ids of what a query finds, from one place of the order to before another, best first; and how many there are in all. */
export function rankRepositories(
  context: SearchContext,
  query: SearchQuery,
  range: readonly [number, number],
): { totalResults: number; repositoryIds: number[] } {
  const { engine } = context
  const { found, passed, sort } = runSearch(context, query)
  const documents = selectPage(engine, passed, sort, found.matches.steps, range)
  const repositoryIds = Array.from(documents, (document) => engine.documents.repositoryIds[document] ?? 0)
  clearMatches(engine.scratch, found.matches, engine.documents.count)
  return { totalResults: passed.length, repositoryIds }
}

/** What matches and passes the filters. The caller clears the matches when it has read them. */
function runSearch(context: SearchContext, query: SearchQuery) {
  const { engine, database } = context
  const { text, notes } = explainOperators(query.text, (name) => isRepositoryName(database, name))
  const parsed = readText(database, text)
  const found = keepPackages(context, findMatches(context, text, parsed), query.packages)
  const findRegistry = (alias: string) => {
    const key = findRegistryKey(database, alias)
    return key === null ? null : (engine.registries.numbers.get(key) ?? null)
  }
  const selection = toSelection(query, engine.profiles, findRegistry)
  const { passed, counts } = filterAndCount(found.matches, engine.documents, engine.profiles, selection, {
    nowMs: context.clock().getTime(),
    registries: engine.registries.list,
  })
  const sort = query.sort === 'relevance' && text === '' ? ('pulls' as const) : query.sort
  return { found, passed, counts, notes, parsed, sort, findRegistry }
}

/** Of what was found, what holds all of the packages. */
function keepPackages({ database, engine }: SearchContext, found: Found, packages: readonly string[]): Found {
  const wanted = packages.flatMap((value) => parsePackageQuery(value) ?? [])
  const matches = wanted.reduce(
    (left, one) => keepRepositories(engine, left, listPackageRepositories(database, one)),
    found.matches,
  )
  return { ...found, matches }
}

function toFound(
  { database, engine }: SearchContext,
  { compiled, matches, bindings }: Found,
  document: number,
  { summary, places, explain }: { summary: RepositorySummary; places: TermPlace[][]; explain: boolean },
): FoundRepository {
  const { registries, repositoryIds } = engine.documents
  const words = listTagWords(engine, places, document)
  const tag = words.length === 0 ? null : findMatchedTag(database, repositoryIds[document] ?? 0, words)
  if (!explain) return { ...summary, matchedTag: tag }
  const step = matches.steps[document] ?? 0
  const isNamedPublisher = bindings.has(registries[document] ?? 0)
  const explanation = explainMatch(engine, compiled, document, { step, isNamedPublisher })
  return { ...summary, matchedTag: tag, explanation }
}

/** The publisher that was named, with the most repositories where there are several. */
function findNamedPublisher(engine: Engine, bindings: Bindings): NamedPublisher | null {
  const named = [...bindings.keys()]
    .flatMap((number) => engine.registries.list[number] ?? [])
    .toSorted((a, b) => b.documentCount - a.documentCount)[0]
  if (named === undefined) return null
  const { primaryAlias, publisherName, verified, documentCount } = named
  return { registryAlias: primaryAlias, publisherName, verified, repositoryCount: documentCount }
}

function isRepositoryName(database: IndexDatabase, name: string): boolean {
  return database.get('SELECT 1 FROM repository WHERE name = ? LIMIT 1', name) !== undefined
}

/** Twelve hexadecimal digits alone are the beginning of a digest where there is one. */
function readText(database: IndexDatabase, text: string): TextQuery {
  const parsed = parseTextQuery(text)
  const { maybeDigest } = parsed
  if (maybeDigest === null || listDigestRepositories(database, maybeDigest, 1).length === 0) return parsed
  return { ...parsed, words: [], digest: maybeDigest }
}
