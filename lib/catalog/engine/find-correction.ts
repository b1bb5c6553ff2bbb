/**
 * Finds the word that was probably meant: the nearest term within one slip for words of four to seven letters, two from
 * eight, that stands in more documents than the typed one. Terms of a near length are compared by which letters they have
 * first, which rules out nearly all of them for the price of counting bits.
 */

import { findBeginning, findTerm } from './base-segment.ts'
import type { CompiledQuery, Unit } from './compile-query.ts'
import { mayBeNear, measureDistance, toSignature } from './edit-distance.ts'
import { EXACT, NAME } from './fields.ts'
import type { SearchIndex } from './match-units.ts'
import { countTerm } from './match-units.ts'

/** A word in so many documents is no slip. */
const maxDocuments = 3
const minLength = 4
const minLongLength = 8
/** Of a query, so many words are looked into. */
const maxWords = 3
/** So many postings say enough of where a term stands. */
const maxPostings = 2_000

/** From words of the query to those that were probably meant; empty where there is nothing to mend. */
export function findCorrections(index: SearchIndex, { units }: CompiledQuery): Map<string, string> {
  const corrections = new Map<string, string>()
  let looked = 0
  for (const word of units.flatMap(listWords)) {
    if (looked >= maxWords || corrections.has(word)) continue
    if (!/^[\p{L}]+$/u.test(word) || word.length < minLength) continue
    const known = countTerm(index, word)
    if (known >= maxDocuments || isNameTerm(index, word)) continue
    looked += 1
    const corrected = findNearest(index, word, known)
    if (corrected !== null) corrections.set(word, corrected)
  }
  return corrections
}

/** Where a slip may be: in a word, and in the parts of a compound such as `sqlite-replcia`; a phrase is meant as it stands. */
function listWords({ word, isWord, ways }: Unit): readonly string[] {
  if (isWord) return [word]
  const parts = ways[0]?.kind === 'beginning' ? ways.find(({ kind }) => kind === 'sequence') : undefined
  return parts?.kind === 'sequence' ? parts.terms : []
}

function findNearest(index: SearchIndex, word: string, known: number): string | null {
  const { base, delta } = index
  const limit = word.length >= minLongLength ? 2 : 1
  const signature = toSignature(word)
  let best: { term: string; score: number } | null = null
  const consider = (term: string, getCount: () => number, getFields: () => number) => {
    // A tag as a whole is no word.
    if (term.startsWith(':')) return
    const distance = measureDistance(word, term, limit)
    if (distance > limit || distance === 0) return
    const count = getCount()
    if (count <= known) return
    // Names weigh as much as a hundredfold in documents: most of what is searched for is the name of an image.
    const fields = getFields()
    // Who typed a word that is there, such as `node`, did not mean a more frequent one of texts, such as `none`.
    if (known > 0 && (fields & NAME) === 0) return
    const weight = (fields & EXACT) !== 0 ? 12 : (fields & NAME) !== 0 ? 6 : 0
    const isSameStart = term.charCodeAt(0) === word.charCodeAt(0)
    const score = -distance * 12 + weight + Math.log2(count) + (isSameStart ? 4 : 0)
    if (best === null || score > best.score || (score === best.score && term < best.term))
      best = { term, score }
  }
  const { signatures, terms, starts, fields } = base
  const look = (first: number, end: number) => {
    for (let at = first; at < end; at += 1) {
      if (!mayBeNear(signatures[at] ?? 0, signature, limit)) continue
      const from = starts[at] ?? 0
      const count = (starts[at + 1] ?? 0) - from
      // What stands once, and in no name, is more likely a slip itself.
      if (count <= known || (count === 1 && ((fields[from] ?? 0) & NAME) === 0)) continue
      consider(
        terms[at] ?? '',
        () => count,
        () => joinFields(index, at),
      )
    }
  }
  for (let number = 0; number < delta.terms.length; number += 1) {
    if (!mayBeNear(delta.signatures[number] ?? 0, signature, limit)) continue
    const term = delta.terms[number] ?? ''
    const postings = delta.postings[number] ?? []
    consider(
      term,
      () => countTerm(index, term),
      () => postings.slice(0, maxPostings).reduce((joined, posting) => joined | (posting & 255), 0),
    )
  }
  // The first letter is seldom the wrong one, and terms that share it stand together.
  const [first, end] = findBeginning(terms, word.slice(0, 1))
  look(first, end)
  if (best === null) {
    look(0, first)
    look(end, terms.length)
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

/** The fields in which the term stands in live documents. */
function joinFields({ base, documents }: SearchIndex, term: number): number {
  let fields = 0
  const from = base.starts[term] ?? 0
  const to = Math.min(base.starts[term + 1] ?? 0, from + maxPostings)
  for (let at = from; at < to; at += 1) {
    const document = base.documents[at] ?? 0
    if (documents.isDeleted[document] === 0) fields |= base.fields[at] ?? 0
  }
  return fields
}
