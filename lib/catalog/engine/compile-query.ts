/** Turns what was typed into the ways in which each word may be found. */
import { toArchitecture } from '#lib/oci/platform-labels.ts'
import type { TextQuery } from '../query/text-query.ts'
import type { AlternativeNames } from '../text/alternative-names.ts'
import { isFiller } from '../text/filler-words.ts'
import { listWordForms } from '../text/list-word-forms.ts'
import { normalizeText } from '../text/normalize-text.ts'
import { spellSymbols } from '../text/spell-symbols.ts'
import { type Compound, joinCompounds, joinParts, listCompounds } from '../text/split-words.ts'
import { toTagTerm } from './index-document.ts'

/** One way in which a word may stand in a document. */
export type Way =
  /** `isLoose`: near in form or meaning, and so never the name itself. */
  | { kind: 'whole'; term: string; isLoose?: boolean }
  | { kind: 'beginning'; text: string }
  /** The terms stand one after the other. */
  | { kind: 'sequence'; terms: readonly string[]; isLoose?: boolean }

/** A word or phrase of the query; any of its ways will do. */
export interface Unit {
  /** As it is written in the query, normalised. */
  word: string
  ways: Way[]
  /** Whether a slip may be mended in it. */
  isWord: boolean
  /** The words as they were typed, to be shown where it is left out. */
  typed: string
}

export interface CompiledQuery {
  /** Every one has to be found. */
  units: Unit[]
  /** None of these may be found. */
  excluded: Way[]
  /** The words in their order, without those of a question. */
  compounds: readonly Compound[]
}

type CompilableQuery = Pick<TextQuery, 'words' | 'phrases' | 'excluded'> & Partial<Pick<TextQuery, 'either'>>

/** What is typed after so many different words is not looked for. */
const maxUnits = 12

/** Compiles words, phrases and exclusions; without any unit, everything matches that is not excluded. */
export function compileQuery(
  { words, either = [], phrases, excluded }: CompilableQuery,
  alternatives: AlternativeNames,
): CompiledQuery {
  const typed = words.flatMap((word) => listCompounds(spellSymbols(normalizeText(word))))
  const compounds = mergeArchitectures(dropFillers(typed, phrases.length + either.length > 0))
  const all = compounds.length > 1 ? joinCompounds(compounds) : null
  const units: Unit[] = []
  for (const [at, compound] of compounds.entries()) {
    const joined = joinParts(compound)
    const joinable = [compounds[at - 1], compounds[at + 1]].map((other, side) => {
      if (other === undefined) return null
      return joinCompounds(side === 0 ? [other, compound] : [compound, other])
    })
    const neighbours = [...joinable, all].filter((name) => name !== null)
    const terms = neighbours.flatMap((term) => [term, ...listNames(alternatives, term)])
    // Alone, `latest` would find nearly everything; `v16.2-alpine` says more.
    if (compounds.length > 1 || compound.parts.length > 1) terms.push(toTagTerm([compound]))
    const others = [...new Set(terms)].map((term): Way => ({ kind: 'whole', term }))
    const known = units.find(({ word }) => word === joined)
    if (known !== undefined) {
      // A word that is repeated has the same neighbours hundreds of times.
      known.ways.push(...others.filter((way) => !known.ways.some((own) => isSameWord(own, way))))
      continue
    }
    if (units.length === maxUnits) break
    units.push({
      word: joined,
      typed: joined,
      isWord: compound.parts.length === 1 && !compound.isPairs,
      ways: [...listWays(compound, alternatives), ...others],
    })
  }
  for (const group of either.slice(0, maxUnits)) {
    const ways = group.flatMap((word) =>
      listCompounds(normalizeText(word)).flatMap((compound) => listWays(compound, alternatives)),
    )
    if (ways.length > 0) {
      units.push({ word: group.join(' or '), typed: group.join(' OR '), isWord: false, ways })
    }
  }
  for (const phrase of [...new Set(phrases)].slice(0, maxUnits)) {
    const ways = toPhraseWays(phrase)
    if (ways.length > 0) units.push({ word: phrase, typed: `"${phrase}"`, isWord: false, ways })
  }
  return { compounds, units, excluded: [...new Set(excluded)].slice(0, maxUnits).flatMap(toPhraseWays) }
}

function isSameWord(a: Way, b: Way): boolean {
  return a.kind === 'whole' && b.kind === 'whole' && a.term === b.term && a.isLoose === b.isLoose
}

function listWays(compound: Compound, alternatives: AlternativeNames): Way[] {
  const { parts, isPairs } = compound
  if (isPairs) {
    const [pair = ''] = parts
    return parts.length === 1
      ? [
          { kind: 'beginning', text: pair },
          { kind: 'whole', term: pair },
        ]
      : [toSequence(parts)]
  }
  const joined = joinParts(compound)
  const ways: Way[] = [
    { kind: 'beginning', text: joined },
    ...[joined, ...listNames(alternatives, joined)].map((term): Way => ({ kind: 'whole', term })),
    ...listWordForms(joined).map((term): Way => ({ kind: 'whole', term, isLoose: true })),
    ...listPhrases(alternatives, joined),
  ]
  if (/^v\d/.test(joined)) ways.push({ kind: 'whole', term: joined.slice(1) })
  if (parts.length > 1 && !/^[\d.]+$/.test(joined)) ways.push(toSequence(parts))
  return ways
}

/** Words that stand together; one compound may also be joined. */
function toPhraseWays(phrase: string): Way[] {
  const compounds = listCompounds(spellSymbols(normalizeText(phrase)))
  const [first] = compounds
  if (first === undefined) return []
  const parts = compounds.flatMap((compound) => compound.parts)
  if (parts.length === 1) return [{ kind: 'whole', term: parts[0] ?? '' }]
  const sequence = toSequence(parts)
  if (compounds.length > 1 || first.isPairs) return [sequence]
  return [{ kind: 'whole', term: joinParts(first) }, sequence]
}

function toSequence(terms: readonly string[]): Way {
  return { kind: 'sequence', terms }
}

/** `ARM 64` is one label, though it is typed as two words. */
function mergeArchitectures(compounds: readonly Compound[]): Compound[] {
  const merged: Compound[] = []
  for (const compound of compounds) {
    const last = merged.at(-1)
    if (last !== undefined && toArchitecture(`${last.parts.join('')} ${compound.parts.join('')}`) !== null) {
      merged[merged.length - 1] = {
        parts: [...last.parts, ...compound.parts],
        attached: [...last.attached, ...compound.attached],
        isPairs: false,
      }
    } else merged.push(compound)
  }
  return merged
}

/** Words of a question are not looked for, unless nothing else was typed. */
function dropFillers(compounds: readonly Compound[], hasPhrase: boolean): readonly Compound[] {
  const telling = compounds.filter((compound) => compound.isPairs || !isFiller(joinParts(compound)))
  return telling.length > 0 || hasPhrase ? telling : compounds
}

/** Other names for the same; those of several words are no names. */
function listNames(alternatives: AlternativeNames, name: string): string[] {
  return (alternatives.get(name) ?? []).filter((other) => !other.includes(' '))
}

/** What a short form stands for, in several words. */
function listPhrases(alternatives: AlternativeNames, name: string): Way[] {
  return (alternatives.get(name) ?? [])
    .filter((other) => other.includes(' '))
    .map((phrase) => ({ kind: 'sequence', terms: phrase.split(' '), isLoose: true }))
}
