/**
 * Repositories of which the words begin the name, or that of the publisher; beside other words also a tag. They stand in the order of
 * search: by where the words are, who the publisher is, and how much is pulled.
 */
import type { Suggestion } from '../catalog.ts'
import { applyBindings, findBindings } from '../engine/bind-publisher.ts'
import { type CompiledQuery, compileQuery } from '../engine/compile-query.ts'
import { LAST_BIT } from '../engine/documents.ts'
import {
  begunMatches,
  begunNameMatches,
  begunNameQualifierMatches,
  IN_NAME_STEP,
  TOP_STEP,
  wholeMatches,
  wholeNameMatches,
  wholeNameQualifierMatches,
} from '../engine/fields.ts'
import { toTagTerm } from '../engine/index-document.ts'
import type { MatchTables } from '../engine/mark-ways.ts'
import { clearMatches, matchUnits } from '../engine/match-units.ts'
import { toScore } from '../engine/score-match.ts'
import { selectPage } from '../engine/select-page.ts'
import { readSummaries } from '../store/read-summaries.ts'
import { normalizeText } from '../text/normalize-text.ts'
import { joinCompounds, listCompounds } from '../text/split-words.ts'
import type { SearchContext } from './search-repositories.ts'

/** What others are worth at most where the path of a repository is typed. */
const otherPathStep = 5

const nameTables: MatchTables = { whole: wholeNameMatches, begun: begunNameMatches, areNamesOnly: true }
const qualifierTables: MatchTables = { whole: wholeNameQualifierMatches, begun: begunNameQualifierMatches }
const tagTables: MatchTables = { ...qualifierTables }
const textTables: MatchTables = { whole: wholeMatches, begun: begunMatches }
/** What is shorter begins too many tags to say which is meant. */
const minTagLength = 3
/** No name of a repository is written in other letters, so that who types them can only mean what is said of it. */
const otherLetter = /[^\p{Script=Latin}\P{L}]/u

export interface RankedRepository {
  suggestion: Extract<Suggestion, { kind: 'repository' }>
  /** Of the store, and the number of its registry in the engine. */
  repositoryId: number
  registry: number
  /** See `matchSteps` and `toScore`. */
  step: number
  score: number
  isEmpty: boolean
  /** What was typed is its whole name, or the last part of it. */
  isNamed: boolean
}

/** The words as they are looked for; the last one may also be the beginning of a tag. */
export function compileBegun({ alternatives }: SearchContext, words: readonly string[]): CompiledQuery {
  const compiled = compileQuery({ words: [...words], phrases: [], excluded: [] }, alternatives)
  const [last, unit] = [compiled.compounds.at(-1), compiled.units.at(-1)]
  if (compiled.units.length > 1 && last !== undefined && last.parts.length > 1 && !last.isPairs) {
    unit?.ways.push({ kind: 'beginning', text: toTagTerm([last]) })
  }
  return compiled
}

/** Up to `limit` of them, the best first. */
export function suggestRepositories(
  context: SearchContext,
  words: readonly string[],
  compiled: CompiledQuery,
  limit: number,
): RankedRepository[] {
  if (compiled.units.length === 0) return []
  const tables = compiled.units.length > 1 ? qualifierTables : nameTables
  const named = rankMatches(context, words, compiled, tables, limit)
  if (named.length > 0) return named
  if (words.some((word) => otherLetter.test(word))) {
    return rankMatches(context, words, compiled, textTables, limit)
  }
  // `dind` is no name, but many have it as a tag.
  const isTag = compiled.units.length === 1 && (words[0] ?? '').length >= minTagLength
  return isTag ? rankMatches(context, words, compiled, tagTables, limit) : []
}

function rankMatches(
  context: SearchContext,
  words: readonly string[],
  compiled: CompiledQuery,
  tables: MatchTables,
  limit: number,
): RankedRepository[] {
  const { engine, alternatives } = context
  const matches = matchUnits(engine, compiled, tables, engine.scratch)
  const { steps } = matches
  const all = matches.documents.subarray(0, matches.count)
  // Beside other words, a tag alone is not what a repository is suggested for.
  const found =
    tables === qualifierTables ? all.filter((document) => (steps[document] ?? 0) >= IN_NAME_STEP) : all
  const bindings = findBindings(engine, compiled.compounds)
  applyBindings(engine, { documents: found, count: found.length, steps }, bindings, alternatives)
  markBegunPaths(context, words, found, steps)
  const whole = joinCompounds(compiled.compounds)
  const ranked = toRanked(context, selectPage(engine, found, 'relevance', steps, [0, limit]), steps, whole)
  clearMatches(engine.scratch, matches, engine.documents.count)
  return ranked
}

/** The repositories of these rows of the store, by their ids; those that are gone are not among them. */
export function readSuggestions(
  { database, toLogoSrc }: SearchContext,
  repositoryIds: readonly number[],
): Map<number, RankedRepository['suggestion']> {
  const summaries = readSummaries(database, repositoryIds, toLogoSrc)
  const suggestions = [...summaries].map(
    ([id, { registryAlias, repositoryName, publisherName, verified, description, logoSrc }]) =>
      [
        id,
        {
          kind: 'repository',
          registryAlias,
          repositoryName,
          publisherName,
          verified,
          description,
          logoSrc,
        },
      ] as const,
  )
  return new Map(suggestions)
}

function toRanked(
  context: SearchContext,
  documents: Uint32Array,
  steps: Uint8Array,
  whole: string,
): RankedRepository[] {
  const { repositoryIds, registries, trusts } = context.engine.documents
  const ids = Array.from(documents, (document) => repositoryIds[document] ?? 0)
  const suggestions = readSuggestions(context, ids)
  return Array.from(documents).flatMap((document, at) => {
    const repositoryId = ids[at] ?? 0
    const suggestion = suggestions.get(repositoryId)
    if (suggestion === undefined) return []
    const [step, trust] = [steps[document] ?? 0, trusts[document] ?? 0]
    return {
      suggestion,
      repositoryId,
      registry: registries[document] ?? 0,
      step,
      score: toScore(step, trust),
      isEmpty: (trust & LAST_BIT) !== 0,
      isNamed: isNamed(suggestion.repositoryName, whole),
    }
  })
}

function isNamed(repositoryName: string, whole: string): boolean {
  return [repositoryName, repositoryName.slice(repositoryName.lastIndexOf('/') + 1)].some(
    (name) => joinCompounds(listCompounds(name)) === whole,
  )
}

/** Who types `alias/na` means what begins so, and not any repository of the alias with such a word. */
function markBegunPaths(
  { engine }: SearchContext,
  words: readonly string[],
  found: Uint32Array,
  steps: Uint8Array,
): void {
  const [path = '', ...others] = words.map(normalizeText)
  const slash = path.indexOf('/')
  if (slash < 0 || others.length > 0) return
  const [alias, name] = [path.slice(0, slash), path.slice(slash + 1)]
  const { names, registries } = engine.documents
  const isOfAlias = (document: number) =>
    engine.registries.list[registries[document] ?? 0]?.normalizedAliases.includes(alias) === true
  const begun = found.filter((document) => isOfAlias(document) && (names[document] ?? '').startsWith(name))
  if (begun.length === 0) return
  for (const document of found) steps[document] = Math.min(steps[document] ?? 0, otherPathStep)
  for (const document of begun) steps[document] = names[document] === name ? TOP_STEP : TOP_STEP - 1
}
