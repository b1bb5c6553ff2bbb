/**
 * Finds the word that was probably meant. A slip is the less likely the more of it there is, and a word the likelier the more is
 * pulled under that name: so `phyton` is `python`, though `photon` is nearer. Terms of a near length are compared by which letters
 * they have first, which rules out nearly all of them for the price of counting bits.
 */

import { mayBeNear, toSignature } from '../text/edit-distance.ts'
import type { CompiledQuery, Unit } from './compile-query.ts'
import { PULL_MASK, VERIFIED_BIT } from './documents.ts'
import { EXACT, NAME, PUBLISHER, TAG } from './fields.ts'
import type { SearchIndex } from './mark-ways.ts'
import { countTerm } from './mark-ways.ts'
import { measureSlip } from './measure-slip.ts'
import { findBeginning, findTerm, readTerm } from './terms.ts'

/** A word in so many documents is no slip. */
const maxDocuments = 3
const minLength = 4
const minLongLength = 8
/** Of a query, so many words are looked into. */
const maxWords = 3
/** So many postings say enough of where a term stands. */
const maxPostings = 2_000
/** Pulls in powers of two: a name that nobody verified and that has no more is hardly known. */
const unknownPulls = 10
/** What a name is likelier than by, so that it is meant by somebody who typed the beginning of another. */
const wellKnownLead = 8

interface Likelihood {
  /** In powers of two, of the repository with that name that is pulled most; a verified one counts a thousandfold. */
  ofName: number
  isName: boolean
  isVerified: boolean
  /** It is a word of a tag, as `dind` is. */
  isTag: boolean
}

/** True where a word stands nowhere as it was typed, but only begins others or is not there at all. */
export function hasUnknownWord(index: SearchIndex, { units }: CompiledQuery): boolean {
  return units.some(
    ({ word, isWord, ways }) =>
      isWord &&
      word.length >= minLength &&
      !ways.some((way) => way.kind === 'whole' && countTerm(index, way.term) > 0),
  )
}

/**
 * From words of the query to those that were probably meant; empty where there is nothing to mend.
 * @param areFinished no word is the beginning of one that is longer, as in `name:tag`
 * @param isQuick looks only at words that begin with the first or second letter, which is enough while somebody types
 */
export function findCorrections(
  index: SearchIndex,
  { units }: CompiledQuery,
  { areFinished = false, isQuick = false }: { areFinished?: boolean; isQuick?: boolean } = {},
): Map<string, string> {
  const corrections = new Map<string, string>()
  let looked = 0
  const hasOther = units.length > 1 && units.some(({ word }) => countTerm(index, word) > 0)
  for (const word of units.flatMap(listWords)) {
    if (looked >= maxWords || corrections.has(word)) continue
    // Three letters are too few to mend, unless another word says what this is about.
    if (!/^[\p{L}]+$/u.test(word) || word.length < (hasOther ? minLength - 1 : minLength)) continue
    const known = countTerm(index, word)
    const own = measureTerm(index, word)
    const isUnknownName = own.isName && !own.isVerified && own.ofName <= unknownPulls
    if (own.isName ? !isUnknownName : known >= maxDocuments || own.isTag) continue
    looked += 1
    const corrected = findNearest(index, word, { known, own, areFinished, isQuick })
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

function findNearest(
  index: SearchIndex,
  word: string,
  {
    known,
    own,
    areFinished,
    isQuick,
  }: { known: number; own: Likelihood; areFinished: boolean; isQuick: boolean },
): string | null {
  const { base, delta } = index
  const limit = word.length >= minLongLength ? 2 : 1
  const signature = toSignature(word)
  const ofBegun = areFinished || known > 0 ? 0 : measureBegun(index, word)
  const begun = known > 0 ? own.ofName : ofBegun
  let best: { term: string; score: number } | null = null
  const consider = (term: string) => {
    // A tag as a whole is no word.
    if (term.startsWith(':') || term === word) return
    const slip = measureSlip(word, term, limit)
    if (slip === null) return
    const count = countTerm(index, term)
    const { ofName, isName, isVerified } = measureTerm(index, term)
    if (!isName && (count <= known || count < 2)) return
    // Who typed a word that is there, such as `node`, did not mean a more frequent one of texts, such as `none`.
    if (known > 0 && !isName) return
    if (own.isName && !(isVerified && ofName > unknownPulls + 2 * wellKnownLead)) return
    if (begun > 0 && ofName < begun + wellKnownLead) return
    const score = (isName ? 6 + ofName / 2 : 0) + Math.log2(count + 1) - slip
    if (best === null || score > best.score || (score === best.score && term < best.term)) {
      best = { term, score }
    }
  }
  const { signatures, terms } = base
  const look = (first: number, end: number) => {
    for (let at = first; at < end; at += 1) {
      if (mayBeNear(signatures[at] ?? 0, signature, limit)) consider(readTerm(terms, at))
    }
  }
  for (let number = 0; number < delta.terms.length; number += 1) {
    if (mayBeNear(delta.signatures[number] ?? 0, signature, limit)) consider(delta.terms[number] ?? '')
  }
  // The first letter is seldom the wrong one, and terms that share it stand together.
  const [first, end] = findBeginning(terms, word.slice(0, 1))
  look(first, end)
  // What begins something is probably not yet typed to its end.
  if (best === null && (isQuick || ofBegun > 0)) look(...findBeginning(terms, word.slice(1, 2)))
  else if (best === null) {
    look(0, first)
    look(end, terms.count)
  }
  return (best as { term: string } | null)?.term ?? null
}

/** How well a name is known that has the term, as `Likelihood.ofName`; 0 where nobody can be expected to know it. */
export function measureKnownName(index: SearchIndex, term: string): number {
  const { isName, isVerified, ofName } = measureTerm(index, term)
  return isName && (isVerified || ofName > unknownPulls) ? ofName : 0
}

/** How much is pulled under names, of repositories and of publishers, that have the term. */
function measureTerm(index: SearchIndex, term: string): Likelihood {
  const { base, delta, documents } = index
  const result: Likelihood = { ofName: 0, isName: false, isVerified: false, isTag: false }
  const note = (document: number, fields: number) => {
    if (documents.isDeleted[document] !== 0) return
    if ((fields & TAG) !== 0) result.isTag = true
    if ((fields & (NAME | PUBLISHER)) === 0) return
    const trust = documents.trusts[document] ?? 0
    const isVerified = (trust & VERIFIED_BIT) !== 0
    const pulls = (trust & PULL_MASK) + (isVerified ? 10 : 0) - ((fields & EXACT) === 0 ? 6 : 0)
    result.isName = true
    result.isVerified ||= isVerified
    if (pulls > result.ofName) result.ofName = pulls
  }
  const number = findTerm(base.terms, term)
  if (number >= 0) {
    const from = base.starts[number] ?? 0
    const to = Math.min(base.starts[number + 1] ?? 0, from + maxPostings)
    for (let at = from; at < to; at += 1) note(base.documents[at] ?? 0, base.fields[at] ?? 0)
  }
  const ofDelta = delta.termNumbers.get(term)
  const postings = ofDelta === undefined ? [] : (delta.postings[ofDelta] ?? [])
  for (const posting of postings.slice(0, maxPostings)) note(Math.floor(posting / 256), posting & 255)
  return result
}

/** How much is pulled under names of which a word begins so. */
function measureBegun(index: SearchIndex, beginning: string): number {
  const [from, to] = findBeginning(index.base.terms, beginning)
  let most = 0
  for (let at = from; at < Math.min(to, from + maxBegun); at += 1) {
    most = Math.max(most, measureTerm(index, readTerm(index.base.terms, at)).ofName)
  }
  for (const term of index.delta.terms) {
    if (term.startsWith(beginning)) most = Math.max(most, measureTerm(index, term).ofName)
  }
  return most
}

/** So many terms that begin with what was typed say enough. */
const maxBegun = 200
