/**
 * Suggestions while a visitor types: repositories and publishers whose names have what was typed, at their beginning or at
 * that of a word; the tags of an image that is named; and, where little has it, what was probably meant.
 */
import type { Suggestion } from '../catalog.ts'
import type { CompiledQuery } from '../engine/compile-query.ts'
import { IN_NAME_STEP } from '../engine/fields.ts'
import { findBegunCorrection } from '../engine/find-begun-correction.ts'
import { findCorrections } from '../engine/find-correction.ts'
import { parseTextQuery } from '../query/parse-text-query.ts'
import type { ImageReference } from '../query/text-query.ts'
import { isCommon, isFiller } from '../text/filler-words.ts'
import { normalizeText } from '../text/normalize-text.ts'
import type { SearchContext } from './search-repositories.ts'
import { type RankedPublisher, suggestPublishers } from './suggest-publishers.ts'
import {
  compileBegun,
  type RankedRepository,
  readSuggestions,
  suggestRepositories,
} from './suggest-repositories.ts'
import {
  findReferenced,
  type NamedRepository,
  suggestBegunTags,
  suggestDigest,
  suggestWordTags,
} from './suggest-tags.ts'

const maxWords = 8
const maxLength = 200
/** What finds no more than this may have a slip in it. */
const littleFound = 2
/** Of an image whose tag is begun beside its name. */
const maxWordTags = 3
/** At most this share of the suggestions are publishers, unless there are too few repositories. */
const publisherShare = 1 / 3
/** The best of the publishers stands here at the latest where it is verified, however many repositories are pulled more. */
const lastPublisherPlace = 3

interface Found {
  compiled: CompiledQuery
  repositories: RankedRepository[]
  publishers: RankedPublisher[]
}

/** Suggests up to `limit` names, the best first; none for an empty text. */
export function suggestNames(context: SearchContext, text: string, limit: number): Suggestion[] {
  const typed = text.slice(0, maxLength).toWellFormed().trim()
  if (typed === '' || limit < 1) return []
  const parsed = parseTextQuery(typed)
  const digest = parsed.digest ?? parsed.maybeDigest
  if (digest !== null) {
    const images = suggestDigest(context.database, digest, null, limit)
    if (images.length > 0 || parsed.words.length === 0) return images
  }
  const { reference } = parsed
  const words = [...parsed.words, ...parsed.either.flat(), ...parsed.phrases.flatMap((one) => one.split(' '))]
    .filter(Boolean)
    .slice(0, maxWords)
  if (reference === null || words.length > 1) return suggestWords(context, words, limit)
  const { registryAlias, repositoryName, tag } = reference
  const isWhole = tag !== null || reference.digest !== null
  if (registryAlias === null && !isWhole) return suggestWords(context, words, limit)
  const named = findReferenced(context, reference) ?? (isWhole ? findMended(context, reference) : null)
  if (named !== null) return suggestReferenced(context, reference, named, limit)
  // `os:linux` is no image, and a visitor who typed it does not look for one that is called `os`.
  if (registryAlias === null && tag !== null) return []
  const found = suggestWords(context, words, limit, { mends: !isWhole })
  if (found.length > 0 || registryAlias === null) return found
  // Nobody here has the path, but maybe an image that is called as its last part.
  const last = repositoryName.slice(repositoryName.lastIndexOf('/') + 1)
  const namesake = findReferenced(context, { ...reference, registryAlias: null, repositoryName: last })
  return namesake === null ? [] : suggestReferenced(context, reference, namesake, limit)
}

/** Of the repository that a reference names: the tag, or what begins as it; else itself, and what is called alike. */
function suggestReferenced(
  context: SearchContext,
  { tag, digest }: ImageReference,
  repository: NamedRepository,
  limit: number,
): Suggestion[] {
  const { database } = context
  const own = [...readSuggestions(context, [repository.repositoryId]).values()]
  if (digest !== null) {
    const images = suggestDigest(database, digest, repository, limit)
    return images.length > 0 ? images : own
  }
  if (tag !== null) {
    const tags = suggestBegunTags(database, repository, tag, limit)
    return tags.length > 0 ? tags : own
  }
  const others = suggestWords(context, [`${repository.registryAlias}/${repository.repositoryName}`], limit)
  return [...own, ...others.filter((one) => !own.some((same) => isSame(one, same)))].slice(0, limit)
}

/** The repository that was meant, where its name has a slip in it. */
function findMended(context: SearchContext, reference: ImageReference): NamedRepository | null {
  const { registryAlias, repositoryName } = reference
  const names = registryAlias === null ? [repositoryName] : [registryAlias, repositoryName]
  const mended = mendWords(context, names, compileBegun(context, names), { areFinished: true })
  if (mended === null) return null
  const [first = '', second] = mended
  return findReferenced(context, {
    ...reference,
    registryAlias: second === undefined ? null : first,
    repositoryName: second ?? first,
  })
}

function suggestWords(
  context: SearchContext,
  words: readonly string[],
  limit: number,
  { mends = true }: { mends?: boolean } = {},
): Suggestion[] {
  if (words.length === 0) return []
  let found = findNames(context, words, limit)
  if (mends && maySlip(found, words)) {
    const mended = mendWords(context, words, found.compiled)
    if (mended !== null) found = merge(found, findNames(context, mended, limit), limit)
  }
  for (const fewer of listFewer(words)) {
    if (found.repositories.length + found.publishers.length === 0) found = findNames(context, fewer, limit)
  }
  const ordered = placePublishers(found, limit)
  const [best] = found.repositories
  if (best === undefined || (words.length < 2 && best.step >= IN_NAME_STEP)) return ordered.slice(0, limit)
  const tags = listWordTags(context, best, words, limit)
  return ordered.toSpliced(ordered.indexOf(best.suggestion) + 1, 0, ...tags).slice(0, limit)
}

/** What may be left of words that nothing has together, the last of them being the one that is not yet typed to its end. */
function listFewer(words: readonly string[]): (readonly string[])[] {
  const isTelling = (word: string) => !isCommon(normalizeText(word)) && !isFiller(normalizeText(word))
  const telling = words.filter(isTelling)
  return [telling, words.slice(0, -1), words.slice(1)].filter(
    (fewer) => fewer.length < words.length && fewer.some(isTelling),
  )
}

function findNames(context: SearchContext, words: readonly string[], limit: number): Found {
  const compiled = compileBegun(context, words)
  const repositories = suggestRepositories(context, words, compiled, limit)
  const registries = repositories.map(({ registry }) => registry)
  return {
    compiled,
    repositories,
    publishers: suggestPublishers(context, words, compiled, registries, limit),
  }
}

/** The words without their slips; null where there are none. */
function mendWords(
  { engine }: SearchContext,
  words: readonly string[],
  compiled: CompiledQuery,
  { areFinished = false }: { areFinished?: boolean } = {},
): string[] | null {
  const corrections = findCorrections(engine, compiled, { areFinished, isQuick: true })
  const last = compiled.units.at(-1)
  if (!areFinished && last?.isWord && !corrections.has(last.word)) {
    const begun = findBegunCorrection(engine, last.word)
    if (begun !== null) corrections.set(last.word, begun)
  }
  if (corrections.size === 0) return null
  return words.map((word) =>
    word.replace(/[\p{L}\p{M}]+/gu, (letters) => corrections.get(normalizeText(letters)) ?? letters),
  )
}

/** Both, in the order of how well they fit and how far they are to be trusted. */
function merge(typed: Found, mended: Found, limit: number): Found {
  const byScore = (a: { score: number }, b: { score: number }) => b.score - a.score
  const join = <T extends { suggestion: Suggestion; score: number }>(ours: T[], theirs: T[]): T[] =>
    [...ours, ...theirs.filter((one) => !ours.some((same) => isSame(one.suggestion, same.suggestion)))]
      .sort(byScore)
      .slice(0, limit)
  return {
    compiled: mended.compiled,
    repositories: join(typed.repositories, mended.repositories),
    publishers: join(typed.publishers, mended.publishers),
  }
}

/** Publishers among the repositories, each before the first one that it passes. */
function placePublishers({ repositories, publishers }: Found, limit: number): Suggestion[] {
  const most = Math.max(Math.ceil(limit * publisherShare), limit - repositories.length)
  const ordered: { suggestion: Suggestion; repository?: RankedRepository }[] = repositories.map(
    (repository) => ({
      suggestion: repository.suggestion,
      repository,
    }),
  )
  for (const publisher of publishers.slice(0, most)) {
    const at = ordered.findIndex(
      ({ repository }) => repository !== undefined && isBefore(publisher, repository),
    )
    const latest = publisher === publishers[0] && publisher.suggestion.verified ? lastPublisherPlace : limit
    const place = Math.min(at < 0 ? ordered.length : at, latest)
    ordered.splice(place, 0, { suggestion: publisher.suggestion })
  }
  return ordered.map(({ suggestion }) => suggestion)
}

function isBefore(publisher: RankedPublisher, repository: RankedRepository): boolean {
  // Who types the whole name of a verified publisher means it, or an image that a verified one has called the same.
  if (publisher.isNamed && publisher.suggestion.verified) {
    return !(repository.isNamed && repository.suggestion.verified)
  }
  // What has only the name of its publisher in its path is meant no more than the publisher.
  const isOwn = publisher.suggestion.registryAlias === repository.suggestion.registryAlias
  if (isOwn && repository.step < publisher.step) return true
  return repository.isEmpty ? publisher.step > repository.step : publisher.score > repository.score
}

/** Tags that have the words which the names do not have. */
function listWordTags(
  { database }: SearchContext,
  { suggestion, repositoryId }: RankedRepository,
  words: readonly string[],
  limit: number,
): Suggestion[] {
  const { registryAlias, repositoryName, publisherName } = suggestion
  const names = normalizeText(`${registryAlias}/${repositoryName} ${publisherName}`)
  const others = words.filter((word) => !names.includes(normalizeText(word)))
  if (others.length === 0) return []
  const repository = { repositoryId, registryAlias, repositoryName }
  const most = Math.min(maxWordTags, limit)
  const tags = suggestWordTags(database, repository, others, most)
  return tags.length > 0 ? tags : suggestWordTags(database, repository, others.slice(-1), most)
}

/** Whether little has the words in its name, and nothing that could well be meant. */
function maySlip({ repositories, publishers }: Found, words: readonly string[]): boolean {
  const named = repositories.filter(({ step }) => step >= IN_NAME_STEP)
  const isPath = words.length === 1 && words[0]?.includes('/') === true && named.length > 0
  const isVerified = [...named, ...publishers].some(({ suggestion }) => suggestion.verified)
  return !isPath && !isVerified && named.length + publishers.length <= littleFound
}

function isSame(a: Suggestion, b: Suggestion): boolean {
  if (a.kind !== b.kind || a.registryAlias !== b.registryAlias) return false
  return a.kind === 'publisher' || b.kind === 'publisher' || a.repositoryName === b.repositoryName
}
