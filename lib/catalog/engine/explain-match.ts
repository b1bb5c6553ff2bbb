/** Says why a repository stands where it does: which words were found where, and what trust gave. */
import type { CompiledQuery } from './compile-query.ts'
import { PULL_MASK, VERIFIED_BIT } from './documents.ts'
import { DESCRIPTION, EXACT, NAME, PLATFORM, PUBLISHER, TAG, TEXT } from './fields.ts'
import { findFields } from './find-fields.ts'
import type { SearchIndex } from './mark-ways.ts'
import { toScore } from './score-match.ts'

const fieldNames = [
  [EXACT, 'whole name'],
  [NAME, 'name'],
  [PUBLISHER, 'publisher'],
  [PLATFORM, 'platform'],
  [DESCRIPTION, 'description'],
  [TEXT, 'text'],
  [TAG, 'tag'],
] as const

/** As `/api/search?explain=1` gives it; the formula stands in docs/adr/0014-relevance.md. */
export interface Explanation {
  /** Of each word of the search, the terms that stand in the repository, and where; empty where only a beginning does. */
  words: { word: string; found: { term: string; fields: string[] }[] }[]
  /** How well the words fit, from 1 to 11. */
  step: number
  /** Whether the search names the publisher. */
  isNamedPublisher: boolean
  verified: boolean
  /** Pulls in powers of two. */
  pulls: number
  /** What step and trust give together; higher ones come first. */
  score: number
}

/** @param document by its number in the index, one that the query found */
export function explainMatch(
  index: SearchIndex,
  { units }: CompiledQuery,
  document: number,
  { step, isNamedPublisher }: { step: number; isNamedPublisher: boolean },
): Explanation {
  const trust = index.documents.trusts[document] ?? 0
  const words = units.map(({ word, ways }) => {
    const terms = [...new Set(ways.flatMap((way) => (way.kind === 'whole' ? [way.term] : [])))]
    const found = terms
      .map((term) => ({ term, fields: toFieldNames(findFields(index, term, document)) }))
      .filter(({ fields }) => fields.length > 0)
    return { word, found }
  })
  return {
    words,
    step,
    isNamedPublisher,
    verified: (trust & VERIFIED_BIT) !== 0,
    pulls: trust & PULL_MASK,
    score: toScore(step, trust),
  }
}

function toFieldNames(fields: number): string[] {
  return fieldNames.filter(([bit]) => (fields & bit) !== 0).map(([, name]) => name)
}
