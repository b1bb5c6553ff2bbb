/**
 * From the text of a search to its matches: words, slips, references and digests; and where nothing has every word, the matches of
 * those that tell most.
 */
import { applyBindings, type Bindings, findBindings } from '../engine/bind-publisher.ts'
import { type CompiledQuery, compileQuery } from '../engine/compile-query.ts'
import { LAST_BIT, toStanding } from '../engine/documents.ts'
import type { Engine } from '../engine/engine.ts'
import {
  begunMatches,
  LEAST_STEP,
  NAME_STEP,
  NAMED_EMPTY_STEP,
  qualifierMatches,
  TOP_STEP,
  wholeMatches,
} from '../engine/fields.ts'
import { findCorrections, hasUnknownWord } from '../engine/find-correction.ts'
import { clearMatches, type Matches, matchUnits } from '../engine/match-units.ts'
import { relaxQuery } from '../engine/relax-query.ts'
import { parseTextQuery } from '../query/parse-text-query.ts'
import type { ImageReference, TextQuery } from '../query/text-query.ts'
import { hasTag, listDigestRepositories } from '../store/find-images.ts'
import { normalizeText } from '../text/normalize-text.ts'
import { type Compound, joinParts } from '../text/split-words.ts'
import type { SearchContext } from './search-repositories.ts'

/** A search that finds no more than this may have a slip in it. */
const littleFound = 2
const maxDigestRepositories = 1_000
/** Repositories of one name that are asked for a tag. */
const maxAsked = 100

export interface Found {
  matches: Matches
  /** What the matches were found by. */
  compiled: CompiledQuery
  /** The publishers that were named. */
  bindings: Bindings
  /** The text without its slips, where these are its results. */
  correctedTerm: string | null
  /** Words of the text that these results lack, as nothing has all of them. */
  without: string[]
}

/**
 * The matches of the text. Where it finds little, those of the text without its slips come with them; where nothing has every
 * word, those with the words that tell most.
 */
export function findMatches(context: SearchContext, text: string, parsed: TextQuery): Found {
  const { engine, alternatives } = context
  const compiled = compileQuery(parsed, alternatives)
  const found = matchText(context, text, parsed, compiled)
  const { matches } = found
  const isEnough = matches.count > littleFound && !hasUnknownWord(engine, compiled)
  if (parsed.digest !== null || isEnough || matches.steps.includes(TOP_STEP)) return found
  const corrections = findCorrections(engine, compiled)
  if (corrections.size === 0) return relax(context, parsed, found)
  const corrected = text.replace(/[\p{L}\p{M}]+/gu, (word) => corrections.get(normalizeText(word)) ?? word)
  const exact = matches.documents.slice(0, matches.count)
  const exactSteps = exact.map((document) => matches.steps[document] ?? 0)
  clearMatches(engine.scratch, matches, engine.documents.count)
  const parsedAgain = parseTextQuery(corrected)
  const mended = matchText(context, corrected, parsedAgain, compileQuery(parsedAgain, alternatives))
  const correctedTerm = mended.matches.count > 0 ? corrected : null
  if (mended.matches.count === 0 && exact.length === 0) {
    const relaxed = relax(context, parsedAgain, mended)
    return { ...relaxed, correctedTerm: relaxed.matches.count > 0 ? corrected : null }
  }
  // What has the word as it was typed is shown too, at the place that it has.
  const all = mended.matches
  for (let at = 0; at < exact.length; at += 1) {
    const document = exact[at] ?? 0
    if (all.steps[document] === 0) all.documents[all.count++] = document
    all.steps[document] = Math.max(exactSteps[at] ?? 0, all.steps[document] ?? 0)
  }
  return { ...mended, correctedTerm }
}

/** The same matches where there are any, or where nothing is to be left out. */
function relax(context: SearchContext, parsed: TextQuery, found: Found): Found {
  const { engine } = context
  const { compiled, matches } = found
  const tables = { whole: qualifierMatches, begun: begunMatches }
  const kept = matches.count > 0 ? null : relaxQuery(engine, compiled, tables, engine.scratch)
  if (kept === null) return found
  clearMatches(engine.scratch, matches, engine.documents.count)
  const isKept = (compound: Compound) => kept.some(({ word }) => word === joinParts(compound))
  const compounds = compiled.compounds.filter(isKept)
  const without = compiled.units.filter((unit) => !kept.includes(unit)).map(({ typed }) => typed)
  return { ...matchCompiled(context, parsed, { ...compiled, units: kept, compounds }), without }
}

function matchText(context: SearchContext, text: string, parsed: TextQuery, compiled: CompiledQuery): Found {
  const { engine } = context
  const { units, excluded } = compiled
  // Where something was typed but nothing of it can be looked for, nothing is found.
  const isNothing =
    text.trim() !== '' && units.length === 0 && excluded.length === 0 && parsed.digest === null
  if (isNothing) {
    const matches = { documents: engine.scratch.found, count: 0, steps: engine.scratch.all }
    return { matches, compiled, bindings: new Map(), correctedTerm: null, without: [] }
  }
  return matchCompiled(context, parsed, compiled)
}

function matchCompiled(context: SearchContext, parsed: TextQuery, compiled: CompiledQuery): Found {
  const { engine, alternatives } = context
  const whole = compiled.units.length > 1 ? qualifierMatches : wholeMatches
  const matchAll = () => matchUnits(engine, compiled, { whole, begun: begunMatches }, engine.scratch)
  const matches =
    parsed.digest === null ? matchAll() : matchDigest(context, parsed.digest, compiled, matchAll)
  const bindings = findBindings(engine, compiled.compounds)
  const isName = parsed.reference === null && parsed.words.length === 1
  // Before the publishers, of whom one may be called the same.
  if (isName) markNamedEmpty(engine, matches.steps, parsed.words[0] ?? '')
  applyBindings(engine, matches, bindings, alternatives)
  if (parsed.reference !== null) markReference(context, matches, parsed.reference)
  return { matches, compiled, bindings, correctedTerm: null, without: [] }
}

/** What has an image whose digest begins so. Beside it mostly nothing is typed, and all documents need not be looked through. */
function matchDigest(
  { engine, database }: SearchContext,
  digest: string,
  { units, excluded }: CompiledQuery,
  matchAll: () => Matches,
): Matches {
  const ids = listDigestRepositories(database, digest, maxDigestRepositories)
  if (units.length + excluded.length > 0) return keepRepositories(engine, matchAll(), new Set(ids))
  const { found, all } = engine.scratch
  let count = 0
  for (const id of ids) {
    const document = engine.documentOf.get(id)
    if (document === undefined) continue
    all[document] = LEAST_STEP
    found[count++] = document
  }
  return { documents: found, count, steps: all }
}

/** Of the matches those that are among these repositories, by their ids in the store. */
export function keepRepositories(engine: Engine, matches: Matches, ids: ReadonlySet<number>): Matches {
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

/** Who types the very name of a repository finds it, also before anything is pushed to it and when it is deprecated. */
function markNamedEmpty({ documents: { trusts, names } }: Engine, steps: Uint8Array, word: string): void {
  const name = word.toLowerCase()
  // Nearly all matches have another step, which the system's own search passes over faster than any loop.
  for (let at = steps.indexOf(NAME_STEP); at >= 0; at = steps.indexOf(NAME_STEP, at + 1)) {
    if (((trusts[at] ?? 0) & LAST_BIT) !== 0 && names[at] === name) steps[at] = NAMED_EMPTY_STEP
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
  const { names, repositoryIds } = engine.documents
  const name = reference.repositoryName.toLowerCase()
  const named: number[] = []
  for (let at = 0; at < count; at += 1) {
    const document = documents[at] ?? 0
    const own = names[document] ?? ''
    if (own === name || own.endsWith(`/${name}`)) named.push(document)
  }
  named.sort((a, b) => toStanding(engine.documents, b) - toStanding(engine.documents, a))
  for (const document of named.slice(0, maxAsked)) {
    if (hasTag(database, repositoryIds[document] ?? 0, tag)) steps[document] = TOP_STEP
  }
}
