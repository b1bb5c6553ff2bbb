/** Publishers of whose display name or alias some words begin as it was typed, the verified and larger ones first. */
import type { Suggestion } from '../catalog.ts'
import { findBindings } from '../engine/bind-publisher.ts'
import type { CompiledQuery } from '../engine/compile-query.ts'
import { type EngineRegistry, listCandidates, listHolders } from '../engine/registries.ts'
import { normalizeText } from '../text/normalize-text.ts'
import type { SearchContext } from './search-repositories.ts'

/** Publishers stand before repositories that only they are named in, and after those whose own names begin so. */
const begunStep = 7
const aliasStep = 9

/** What a step and the verified mark are worth, as in the order of search; see engine/select-page.ts. */
const leastScore = 10
const stepWeight = 5
const verifiedWeight = 20
const maxSizeWeight = 15

const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

export interface RankedPublisher {
  suggestion: Extract<Suggestion, { kind: 'publisher' }>
  step: number
  score: number
  /** The words are the whole alias or display name. */
  isNamed: boolean
}

interface Candidate {
  number: number
  registry: EngineRegistry
  step: number
  score: number
  isNamed: boolean
}

/**
 * Up to `limit` of them, the best first.
 * @param others registries to be looked at too, as words of Japanese have no beginning that can be told
 */
export function suggestPublishers(
  { engine }: SearchContext,
  words: readonly string[],
  { compounds }: CompiledQuery,
  others: readonly number[],
  limit: number,
): RankedPublisher[] {
  const { registries } = engine
  const wanted = words.map(normalizeText)
  const [first = ''] = wanted
  const named = [...findBindings(engine, compounds)].filter(([, rest]) => rest === '').map(([one]) => one)
  const aliased = listHolders(registries, first).filter((number) =>
    registries.list[number]?.normalizedAliases.includes(first),
  )
  const isAnywhere = wanted.some((word) => ideograph.test(word))
  const best: Candidate[] = []
  let leastStanding = 0
  const consider = (number: number, isBegun: boolean) => {
    // A letter begins thousands, of which most have too few repositories. Those that are named were considered before.
    if (isBegun && (registries.standings[number] ?? 0) < leastStanding) return
    const registry = registries.list[number]
    if (registry === undefined || registry.documentCount === 0) return
    const worst = best[limit - 1]
    const isAlias = aliased.includes(number)
    const isNamed = named.includes(number)
    if (best.some((one) => one.registry === registry)) return
    const step = isAlias || isNamed ? aliasStep : begunStep
    const own = { number, registry, step, score: toPublisherScore(registry, step), isNamed }
    if (worst !== undefined && comparePublishers(own, worst) >= 0) return
    if (!isNamed && !wanted.every((word) => hasWord(registry, word))) return
    let at = best.length
    while (at > 0 && comparePublishers(own, best[at - 1] ?? own) < 0) at -= 1
    best.splice(at, 0, own)
    if (best.length > limit) best.pop()
    const last = best[limit - 1]
    if (last !== undefined) leastStanding = registries.standings[last.number] ?? 0
  }
  for (const number of [...named, ...aliased]) consider(number, false)
  for (const number of listCandidates(registries, first)) consider(number, true)
  if (isAnywhere) for (const number of others) consider(number, true)
  return best.map(({ registry, step, score, isNamed }) => ({
    step,
    score,
    isNamed,
    suggestion: {
      kind: 'publisher',
      registryAlias: registry.primaryAlias,
      publisherName: registry.publisherName,
      verified: registry.verified,
      repositoryCount: registry.documentCount,
    },
  }))
}

function hasWord({ searchNames }: EngineRegistry, word: string): boolean {
  return searchNames.includes(ideograph.test(word) ? word : ` ${word}`)
}

function toPublisherScore({ verified, documentCount }: EngineRegistry, step: number): number {
  const trust = verified ? verifiedWeight + Math.min(maxSizeWeight, Math.log2(documentCount + 1)) : 0
  return leastScore + stepWeight * step + trust
}

function comparePublishers(a: Candidate, b: Candidate): number {
  return (
    Number(b.registry.verified) - Number(a.registry.verified) ||
    b.step - a.step ||
    b.registry.documentCount - a.registry.documentCount ||
    (a.registry.publisherName < b.registry.publisherName
      ? -1
      : Number(a.registry.publisherName > b.registry.publisherName)) ||
    (a.registry.primaryAlias < b.registry.primaryAlias ? -1 : 1)
  )
}
