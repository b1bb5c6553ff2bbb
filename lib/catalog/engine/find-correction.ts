/**
 * Finds the word that was probably meant: the nearest term within one slip for words of four to seven letters, two from
 * eight, that stands in more documents than the typed one. Terms of a near length are compared by which letters they have
 * first, which rules out nearly all of them for the price of counting bits.
 */

import { findTerm } from './base-segment.ts'
import type { CompiledQuery } from './compile-query.ts'
import { countBits, measureDistance, toSignature } from './edit-distance.ts'
import { EXACT, NAME } from './fields.ts'
import type { SearchIndex } from './match-units.ts'
import { countTerm } from './match-units.ts'

/** A word in so many documents is no slip. */
const maxDocuments = 3
const minLength = 4
const minLongLength = 8
/** In a query, so many words may be mended. */
const maxCorrections = 3

/** From words of the query to those that were probably meant; empty where there is nothing to mend. */
export function findCorrections(index: SearchIndex, { units }: CompiledQuery): Map<string, string> {
  const corrections = new Map<string, string>()
  for (const { word, isWord } of units) {
    if (!isWord || corrections.size >= maxCorrections || corrections.has(word)) continue
    if (!/^[\p{L}]+$/u.test(word) || word.length < minLength) continue
    const known = countTerm(index, word)
    if (known >= maxDocuments || isNameTerm(index, word)) continue
    const corrected = findNearest(index, word, known)
    if (corrected !== null) corrections.set(word, corrected)
  }
  return corrections
}

function findNearest(index: SearchIndex, word: string, known: number): string | null {
  const { base, delta } = index
  const limit = word.length >= minLongLength ? 2 : 1
  const signature = toSignature(word)
  let best: { term: string; score: number } | null = null
  const consider = (term: string, getCount: () => number, getFields: () => number) => {
    const distance = measureDistance(word, term, limit)
    if (distance > limit || distance === 0) return
    const count = getCount()
    if (count <= known) return
    // Names weigh as much as a hundredfold in documents: most of what is searched for is the name of an image.
    const fields = getFields()
    const weight = (fields & EXACT) !== 0 ? 12 : (fields & NAME) !== 0 ? 6 : 0
    const isSameStart = term.charCodeAt(0) === word.charCodeAt(0)
    const score = -distance * 12 + weight + Math.log2(count) + (isSameStart ? 4 : 0)
    if (best === null || score > best.score || (score === best.score && term < best.term))
      best = { term, score }
  }
  const { signatures, terms, starts } = base
  const [shortest, longest] = [word.length - limit, word.length + limit]
  for (let at = 0; at < signatures.length; at += 1) {
    if (countBits((signatures[at] ?? 0) ^ signature) > 2 * limit) continue
    const term = terms[at] ?? ''
    if (term.length < shortest || term.length > longest) continue
    consider(
      term,
      () => (starts[at + 1] ?? 0) - (starts[at] ?? 0),
      () => joinFields(index, at),
    )
  }
  for (const [number, term] of delta.terms.entries()) {
    if (term.length < shortest || term.length > longest) continue
    consider(
      term,
      () => countTerm(index, term),
      () => (delta.postings[number] ?? []).reduce((fields, posting) => fields | (posting & 255), 0),
    )
  }
  return (best as { term: string } | null)?.term ?? null
}

function isNameTerm(index: SearchIndex, term: string): boolean {
  const number = findTerm(index.base.terms, term)
  if (number >= 0 && (joinFields(index, number) & NAME) !== 0) return true
  const ofDelta = index.delta.termNumbers.get(term)
  const postings = ofDelta === undefined ? [] : (index.delta.postings[ofDelta] ?? [])
  return postings.some(
    (posting) => (posting & NAME) !== 0 && index.documents.isDeleted[Math.floor(posting / 256)] === 0,
  )
}

/** Every field in which the term stands in a live document. */
function joinFields({ base, documents }: SearchIndex, term: number): number {
  let fields = 0
  const to = base.starts[term + 1] ?? 0
  for (let at = base.starts[term] ?? 0; at < to; at += 1) {
    const document = base.documents[at] ?? 0
    if (documents.isDeleted[document] === 0) fields |= base.fields[at] ?? 0
  }
  return fields
}
