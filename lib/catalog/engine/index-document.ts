/** Takes a repository's texts apart into terms with the field that each stands in, in their order. */
import { listOtherNames, toArchitecture, toOperatingSystem } from '#lib/oci/platform-labels.ts'
import { normalizeText } from '../text/normalize-text.ts'
import { spellSymbols } from '../text/spell-symbols.ts'
import { type Compound, joinCompounds, joinParts, listCompounds, splitWords } from '../text/split-words.ts'
import { DESCRIPTION, EXACT, HEAD, NAME, PLATFORM, PUBLISHER, TAG, TEXT } from './fields.ts'

/** What is searched of a repository. */
export interface DocumentTexts {
  repositoryName: string
  /** The publisher's display name and every alias. */
  publisherNames: readonly string[]
  /** Operating systems and architectures. */
  platforms: readonly string[]
  description: string
  /** About and usage. */
  texts: readonly string[]
  tags: readonly string[]
}

/** In a token list: the tokens that follow are in these fields. */
export const FIELD_MARK = 0xff00_0000
/** In a token list: the term has no place of its own between the words, as `nodejs` in `node.js`. */
export const EXTRA_MARK = 0x8000_0000
export const TERM_MASK = 0x7fff_ffff

/** Of a text, as much as the API lets one be long, and some. */
const maxTextLength = 30_000
/** A longer one is made of a digest or the like, and searched as `name:tag`. */
const maxTagLength = 24
/** Of distinct words of its tags a document has no more; the newest come first. */
const maxTagTerms = 600
const version = /^v?(\d+(?:\.\d+)*)/
const isMadeOfDigest = /^sha\d+-/

/**
 * The terms of a document, as numbers: marks of fields, terms, and terms marked as extra ones.
 * @param toTermNumber gives a term its number, below 2^31 - 2^24
 */
export function indexDocument(texts: DocumentTexts, toTermNumber: (term: string) => number): number[] {
  const tokens: number[] = []
  const mark = (fields: number) => tokens.push(FIELD_MARK + fields)
  const put = (term: string) => tokens.push(toTermNumber(term))
  const putExtra = (term: string) => tokens.push(EXTRA_MARK + toTermNumber(term))
  const putCompound = (compound: Compound) => {
    for (const part of compound.parts) put(part)
    for (const joined of listJoined(compound)) putExtra(joined)
  }
  const putText = (fields: number, text: string) => {
    if (text === '') return
    mark(fields)
    splitWords(spellSymbols(normalizeText(text.slice(0, maxTextLength))), putCompound)
  }

  putName(texts.repositoryName, { mark, put, putExtra })
  // The one name that nobody else can have: `hashicorp/terraform` as one word.
  mark(NAME | EXACT)
  for (const publisher of texts.publisherNames) {
    putExtra(joinCompounds(listCompounds(normalizeText(`${publisher}/${texts.repositoryName}`))))
  }
  for (const name of texts.publisherNames) putText(PUBLISHER, name)
  mark(PLATFORM)
  for (const label of texts.platforms) {
    // A label counts as one word only: who looks for `x86` does not mean `x86-64`.
    const isSupported = (toArchitecture(label) ?? toOperatingSystem(label)) !== null
    for (const word of isSupported ? toPlatformWords(label) : [label]) {
      const compounds = listCompounds(normalizeText(word))
      putExtra(joinCompounds(compounds))
      if (!isSupported) for (const { parts } of compounds) for (const part of parts) put(part)
    }
  }
  putText(DESCRIPTION, texts.description)
  for (const text of texts.texts) putText(TEXT, text)
  mark(TAG)
  for (const term of [...new Set(texts.tags.flatMap(listTagTerms))].slice(0, maxTagTerms)) putExtra(term)
  return tokens
}

/**
 * The version in a tag and its beginnings, its words, and the tag itself where that is more.
 * @example listTagTerms('22.04-jdk21-alpine') // '22', '22.04', 'jdk', '21', 'jdk21', 'alpine', ':22.04jdk21alpine'
 */
export function listTagTerms(tag: string): string[] {
  const normalized = normalizeText(tag)
  if (normalized === 'latest' || isMadeOfDigest.test(normalized)) return []
  const [beginning, number = ''] = version.exec(normalized) ?? []
  const whole = beginning === normalized ? '' : toTagTerm(listCompounds(normalized))
  const numbers = number.split('.').map((_, at, all) => all.slice(0, at + 1).join('.'))
  const words = normalized
    .slice(beginning?.length ?? 0)
    .split(/[-_+]/)
    .flatMap(toTagWords)
  return [...numbers, ...words, whole].filter((term) => term !== '' && term.length <= maxTagLength)
}

/** Of one part of a tag: `alpine`, `3` and `alpine3.22` of `alpine3.22`. */
function toTagWords(text: string): string[] {
  return listCompounds(text).flatMap((compound) => {
    const words = compound.parts.filter((part) => part.length > 1 || /\p{N}/u.test(part))
    return compound.parts.length > 1 ? [...words.slice(0, 2), joinParts(compound)] : words
  })
}

/**
 * The term of a whole tag. It stands apart from all words, so that `la` does not begin every `latest`.
 * @example toTagTerm(listCompounds('1.2-slim')) // ':1.2slim'
 */
export function toTagTerm(compounds: readonly Compound[]): string {
  return `:${joinCompounds(compounds)}`
}

/** The joined forms of a compound: `node15` and `node15alpine` of `node15-alpine`; of characters in pairs the last one alone. */
function listJoined(compound: Compound): string[] {
  const { parts, attached, isPairs } = compound
  if (isPairs) return parts.slice(-1).map((pair) => [...pair].at(-1) ?? '')
  if (parts.length === 1) return []
  const joined = [joinParts(compound)]
  let from = 0
  for (let to = 1; to <= parts.length; to += 1) {
    if (attached[to] === true) continue
    if (to - from > 1 && to - from < parts.length) joined.push(joinParts(compound, from, to))
    from = to
  }
  return joined
}

/** Names also have the joined forms of all neighbours. */
function putName(
  name: string,
  to: { mark(fields: number): void; put(term: string): void; putExtra(term: string): void },
): void {
  const segments = normalizeText(name).split('/').map(listCompounds)
  const last = segments.length - 1
  const whole = joinCompounds(segments.flat())
  for (const [position, compounds] of segments.entries()) {
    const compound = {
      parts: compounds.flatMap(({ parts }) => parts),
      attached: compounds.flatMap(({ attached }) => attached),
      isPairs: false,
    }
    const { length } = compound.parts
    const isHead = position === 0 || position === last
    to.mark(NAME)
    for (const [at, part] of compound.parts.entries()) {
      const isExact = length === 1 && position === last
      if (at === 0 && isHead) to.mark(NAME | HEAD | (isExact ? EXACT : 0))
      to.put(part)
      if (at === 0 && isHead) to.mark(NAME)
    }
    for (let from = 0; from + 1 < length; from += 1) {
      if (isHead && from === 0) to.mark(NAME | HEAD)
      for (const end of new Set([from + 2, from + 3, length])) {
        if (end > length || (from > 0 && end === length && end > from + 3)) continue
        to.putExtra(joinParts(compound, from, end))
      }
      if (isHead && from === 0) to.mark(NAME)
    }
    if (position === last && length > 1) {
      to.mark(NAME | HEAD | EXACT)
      to.putExtra(joinParts(compound))
    }
  }
  if (segments.length > 1) {
    to.mark(NAME | HEAD | EXACT)
    to.putExtra(whole)
  }
}

/** The words by which a repository is found for a platform: the label, and other names of a known one. */
function toPlatformWords(label: string): string[] {
  const known = toOperatingSystem(label) ?? toArchitecture(label)
  return known === null ? [label] : [label, ...listOtherNames(known)]
}
