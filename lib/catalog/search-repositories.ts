/**
 * Search: the engine finds, counts and orders, and the store gives the rows that are shown. Relevance is coarse on purpose: the
 * place where the words were found (see engine/fields.ts), then verified mark, pulls, freshness and name.
 */
import type { RepositorySummary, SearchQuery, SearchResult } from './catalog.ts'
import { applyBindings, findBindings } from './engine/bind-publisher.ts'
import { type CompiledQuery, compileQuery } from './engine/compile-query.ts'
import { filterAndCount } from './engine/count-facets.ts'
import type { Engine } from './engine/engine.ts'
import { begunMatches, NAMED_EMPTY_STEP, qualifierMatches, TOP_STEP, wholeMatches } from './engine/fields.ts'
import { findCorrections, hasUnknownWord } from './engine/find-correction.ts'
import { clearMatches, type Matches, matchUnits } from './engine/match-units.ts'
import { relaxQuery } from './engine/relax-query.ts'
import { selectPage } from './engine/select-page.ts'
import { hasTag, listDigestRepositories } from './find-images.ts'
import type { IndexDatabase } from './index-database.ts'
import { listOffers } from './list-offers.ts'
import { explainOperators } from './query/explain-operators.ts'
import { parseTextQuery } from './query/parse-text-query.ts'
import type { ImageReference, TextQuery } from './query/text-query.ts'
import type { AlternativeNames } from './text/alternative-names.ts'
import { normalizeText } from './text/normalize-text.ts'
import { type Compound, joinParts } from './text/split-words.ts'
import { toFacets } from './to-facets.ts'
import {
  type SummaryRow,
  summaryColumns,
  type ToLogoSrc,
  toRepositorySummary,
} from './to-repository-summary.ts'
import { toSelection } from './to-selection.ts'
import { findRegistryKey } from './write-registry.ts'

export interface SearchContext {
  database: IndexDatabase
  engine: Engine
  alternatives: AlternativeNames
  pageSize: number
  toLogoSrc: ToLogoSrc
  clock: () => Date
}

/** A search that finds no more than this may have a slip in it. */
const littleFound = 2
const maxDigestRepositories = 1_000
/** Repositories of one name that are asked for a tag. */
const maxAsked = 100

/** Answers a query; a page beyond the last one is answered with the last one. */
export function searchRepositories(context: SearchContext, query: SearchQuery): SearchResult {
  const { engine, database, pageSize, toLogoSrc } = context
  const { text, notes } = explainOperators(query.text, (name) => isRepositoryName(database, name))
  const parsed = readText(database, text)
  const { matches, correctedTerm, without } = findMatches(context, text, parsed)
  const findRegistry = (alias: string) => {
    const key = findRegistryKey(database, alias)
    return key === null ? null : (engine.registries.numbers.get(key) ?? null)
  }
  const { profiles } = engine
  const registries = engine.registries.list
  const selection = toSelection(query, profiles, findRegistry)
  const { passed, counts } = filterAndCount(matches, engine.documents, profiles, selection, {
    nowMs: context.clock().getTime(),
    registryCount: registries.length,
  })
  const totalResults = passed.length
  const pageCount = Math.ceil(totalResults / pageSize)
  const page = Math.max(1, Math.min(query.page, pageCount))
  const sort = query.sort === 'relevance' && text === '' ? 'pulls' : query.sort
  const from = (page - 1) * pageSize
  const documents = selectPage(engine, passed, sort, matches.steps, [from, from + pageSize])
  clearMatches(engine.scratch, matches, engine.documents.count)
  return {
    totalResults,
    page,
    pageCount,
    repositories: [...documents].flatMap((document) =>
      readSummary(database, engine.documents.repositoryIds[document] ?? 0, toLogoSrc),
    ),
    facets: toFacets(counts, query, { profiles, registries }, findRegistry),
    ...(correctedTerm === null ? {} : { correctedTerm }),
    notes,
    offers: listOffers(database, parsed),
    ...(without.length === 0 ? {} : { without }),
  }
}

/** The row of a repository as pages show it; none where it is gone. */
export function readSummary(
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

interface Found {
  matches: Matches
  /** The text without its slips, where these are its results. */
  correctedTerm: string | null
  /** Words of the text that these results lack, as nothing has all of them. */
  without: string[]
}

/**
 * The matches of the text. Where it finds little, those of the text without its slips come with them; where nothing has every
 * word, those with the words that tell most.
 */
function findMatches(context: SearchContext, text: string, parsed: TextQuery): Found {
  const { engine, alternatives } = context
  const compiled = compileQuery(parsed, alternatives)
  const matches = matchText(context, text, parsed, compiled)
  if (parsed.digest !== null || (matches.count > littleFound && !hasUnknownWord(engine, compiled))) {
    return { matches, correctedTerm: null, without: [] }
  }
  if (hasTopStep(matches)) return { matches, correctedTerm: null, without: [] }
  const corrections = findCorrections(engine, compiled)
  if (corrections.size === 0) return relax(context, parsed, compiled, matches, null)
  const corrected = text.replace(/[\p{L}\p{M}]+/gu, (word) => corrections.get(normalizeText(word)) ?? word)
  const parsedAgain = parseTextQuery(corrected)
  const compiledAgain = compileQuery(parsedAgain, alternatives)
  const exact = [...matches.documents.slice(0, matches.count)].map((document) => ({
    document,
    step: matches.steps[document] ?? 0,
  }))
  clearMatches(engine.scratch, matches, engine.documents.count)
  const mended = matchText(context, corrected, parsedAgain, compiledAgain)
  if (mended.count === 0 && exact.length === 0) {
    return relax(context, parsedAgain, compiledAgain, mended, corrected)
  }
  const mendedCount = mended.count
  for (const { document, step } of exact) {
    if (mended.steps[document] === 0) mended.documents[mended.count++] = document
    mended.steps[document] = Math.max(step, mended.steps[document] ?? 0)
  }
  return { matches: mended, correctedTerm: mendedCount > 0 ? corrected : null, without: [] }
}

/** The same matches where there are any, or where nothing is to be left out. */
function relax(
  context: SearchContext,
  parsed: TextQuery,
  compiled: CompiledQuery,
  matches: Matches,
  correctedTerm: string | null,
): Found {
  const { engine } = context
  const tables = { whole: qualifierMatches, begun: begunMatches }
  const kept = matches.count > 0 ? null : relaxQuery(engine, compiled, tables, engine.scratch)
  if (kept === null) return { matches, correctedTerm: null, without: [] }
  clearMatches(engine.scratch, matches, engine.documents.count)
  const isKept = (compound: Compound) => kept.some(({ word }) => word === joinParts(compound))
  const relaxed = { ...compiled, units: kept, compounds: compiled.compounds.filter(isKept) }
  const found = matchCompiled(context, parsed, relaxed)
  const without = compiled.units.filter((unit) => !kept.includes(unit)).map(({ typed }) => typed)
  return { matches: found, correctedTerm, without }
}

function hasTopStep({ documents, count, steps }: Matches): boolean {
  return documents.subarray(0, count).some((document) => steps[document] === TOP_STEP)
}

function matchText(
  context: SearchContext,
  text: string,
  parsed: TextQuery,
  compiled: CompiledQuery,
): Matches {
  const { engine } = context
  const { units, excluded } = compiled
  // Where something was typed but nothing of it can be looked for, nothing is found.
  const isNothing =
    text.trim() !== '' && units.length === 0 && excluded.length === 0 && parsed.digest === null
  if (isNothing) return { documents: engine.scratch.found, count: 0, steps: engine.scratch.all }
  return matchCompiled(context, parsed, compiled)
}

function matchCompiled(context: SearchContext, parsed: TextQuery, compiled: CompiledQuery): Matches {
  const { engine, alternatives } = context
  const whole = compiled.units.length > 1 ? qualifierMatches : wholeMatches
  const found = matchUnits(engine, compiled, { whole, begun: begunMatches }, engine.scratch)
  const matches = parsed.digest === null ? found : keepDigest(context, found, parsed.digest)
  applyBindings(engine, matches, findBindings(engine, compiled.compounds), alternatives)
  if (parsed.reference !== null) markReference(context, matches, parsed.reference)
  else if (parsed.words.length === 1) markNamedEmpty(context, matches, parsed.words[0] ?? '')
  return matches
}

function keepDigest({ database, engine }: SearchContext, matches: Matches, digest: string): Matches {
  const ids = new Set(listDigestRepositories(database, digest, maxDigestRepositories))
  const { documents, steps } = matches
  const { repositoryIds } = engine.documents
  let kept = 0
  for (let at = 0; at < matches.count; at += 1) {
    const document = documents[at] ?? 0
    if (ids.has(repositoryIds[document] ?? 0)) documents[kept++] = document
    else {
      steps[document] = 0
      engine.scratch.any[document] = 0
    }
  }
  return { ...matches, count: kept }
}

/** Who types the very name of a repository finds it, also before anything is pushed to it. */
function markNamedEmpty({ database, engine }: SearchContext, { steps }: Matches, word: string): void {
  const rows = database.all<{ repository_id: number }>(
    `SELECT repository_id FROM repository WHERE name = ? AND kind = 'empty' LIMIT ?`,
    word.toLowerCase(),
    maxAsked,
  )
  for (const row of rows) {
    const document = engine.documentOf.get(row.repository_id)
    if (document !== undefined && (steps[document] ?? 0) > 0) steps[document] = NAMED_EMPTY_STEP
  }
}

/** What a reference names comes first: one repository, or those of a name that have the tag. */
function markReference(
  { database, engine }: SearchContext,
  matches: Matches,
  reference: ImageReference,
): void {
  const { documents, count, steps } = matches
  if (reference.registryAlias !== null) {
    const id = database.get<{ repository_id: number }>(
      `SELECT r.repository_id FROM repository r JOIN registry_alias a USING (registry_key)
       WHERE a.alias = ? AND r.name = ?`,
      reference.registryAlias.toLowerCase(),
      reference.repositoryName.toLowerCase(),
    )?.repository_id
    const document = id === undefined ? undefined : engine.documentOf.get(id)
    if (document !== undefined && (steps[document] ?? 0) > 0) steps[document] = TOP_STEP
    return
  }
  const { tag } = reference
  if (tag === null) return
  const { names, repositoryIds, standings } = engine.documents
  const name = reference.repositoryName.toLowerCase()
  const named: number[] = []
  for (let at = 0; at < count; at += 1) {
    const document = documents[at] ?? 0
    const own = names[document] ?? ''
    if (own === name || own.endsWith(`/${name}`)) named.push(document)
  }
  named.sort((a, b) => (standings[b] ?? 0) - (standings[a] ?? 0))
  for (const document of named.slice(0, maxAsked)) {
    if (hasTag(database, repositoryIds[document] ?? 0, tag)) steps[document] = TOP_STEP
  }
}
