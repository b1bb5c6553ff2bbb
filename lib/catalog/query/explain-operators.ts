/**
 * What was typed like a filter and is none: an operator that there is not, or a value that it cannot have. It is taken out of
 * what is searched for, and said, with what was probably meant. The filters themselves have been taken out before. `redis:7`
 * is no filter but an image, and so is every word before a colon that is the name of a repository.
 */
import { ARTIFACT_KINDS } from '#lib/oci/artifact-kinds.ts'
import { measureDistance } from '../text/edit-distance.ts'
import { readPastedLine } from './read-pasted-line.ts'
import { scanTypedText, type TypedPart, toNarrowText } from './scan-typed-text.ts'

/** A part of the text that could not be understood. */
export interface QueryNote {
  part: string
  problem: 'unknown' | 'value' | 'negated'
  reason: NoteReason
  /** What was probably meant, and the whole text with it. */
  suggestion: { part: string; text: string } | null
}

/** What a filter can be: one of some values, or any, of which this is an example. */
export type OperatorValues = { values: string[] } | { example: string }

/** Why a part could not be understood; whoever shows it has the words. `name` is what stands before the colon. */
export type NoteReason =
  /** A filter with a minus, whose words are left out instead. */
  | { kind: 'negated' }
  /** A filter without a value, or with one that it cannot have. */
  | ({ kind: 'value'; name: string; value: string } & OperatorValues)
  /** No filter; the suggestion says which was meant. */
  | { kind: 'no-filter'; name: string }
  /** No filter; another one was meant, but not with which value. */
  | ({ kind: 'other-filter'; name: string; meant: string } & OperatorValues)
  /** No filter, and nothing says what was meant; `isName` where a repository could have had that name. */
  | { kind: 'unknown'; name: string; isName: boolean; filters: string[] }

const yesOrNo = ['yes', 'no']
/** Every operator with the values that it can have; null for any. */
const operators: Record<string, readonly string[] | null> = {
  os: null,
  arch: null,
  publisher: null,
  licence: null,
  package: null,
  verified: yesOrNo,
  signed: ['yes', 'no', 'verified'],
  sbom: yesOrNo,
  source: yesOrNo,
  updated: ['day', 'week', 'month', 'year'],
  type: [...ARTIFACT_KINDS, 'empty'],
}
/** Examples of values, where any can be given. */
const examples: Record<string, string> = {
  os: 'linux',
  arch: 'arm64',
  publisher: 'alias',
  licence: 'MIT',
  package: 'openssl',
}
/** Other names that are understood. */
const synonyms: Record<string, string> = {
  kind: 'type',
  pkg: 'package',
  license: 'licence',
  architecture: 'arch',
  operatingsystem: 'os',
}

/** Operators of other search boxes, by the one that means the same here. */
const meanings: Record<string, string> = Object.fromEntries(
  Object.entries({
    publisher:
      'by from user owner org organization organisation vendor author maintainer team company namespace registry account alias publishers',
    arch: 'platform platforms cpu processor isa machine architectures',
    os: 'system oses operating-system operating_system',
    verified: 'is official trusted certified',
    signed: 'has signature signatures cosign notation',
    sbom: 'bom sboms spdx cyclonedx',
    source: 'src vcs git github',
    licence: 'lic licenses licences',
    package: 'contains holds dependency dep lib library packages',
    updated: 'since pushed created changed modified date age newer last',
    type: 'category format content mediatype artifact artifacttype in',
  }).flatMap(([operator, words]) => words.split(' ').map((word) => [word, operator])),
)

/** Words before a colon that belong to addresses and digests. */
const notOperators = /^(?:https?|docker|oci|sha256|sha512|localhost)$/
const maxNotes = 5
const operatorName = /^[a-z][a-z_-]{0,24}$/

/**
 * Takes apart what the filters have left.
 * @param isRepository whether a repository has this name, so that the word before a colon is no operator
 * @returns the text to search for: without what is explained, unless that is all there is, whose values are then words
 */
export function explainOperators(
  text: string,
  isRepository: (name: string) => boolean,
): { text: string; notes: QueryNote[] } {
  if (!/[:：]/.test(text) || readPastedLine(text) !== null) return { text, notes: [] }
  const notes: QueryNote[] = []
  let kept = ''
  let values = ''
  let end = 0
  let former: TypedPart | null = null
  for (const one of scanTypedText(text)) {
    const part = former?.text === 'NOT' && !former.quoted ? { ...one, negated: true } : one
    former = one
    const found = notes.length < maxNotes ? explainPart(part, text, isRepository) : null
    if (found === null) continue
    notes.push(found.note)
    if (!found.isLeftOut) continue
    kept += `${text.slice(end, part.start)} `
    values += `${found.value.replace(/[",:/]+/g, ' ')} `
    end = part.end
  }
  kept = `${kept}${text.slice(end)}`.replace(/\s+/g, ' ').trim()
  return { text: kept === '' ? values.trim() : kept, notes }
}

interface Explained {
  note: QueryNote
  value: string
  isLeftOut: boolean
}

function explainPart(
  part: TypedPart,
  text: string,
  isRepository: (name: string) => boolean,
): Explained | null {
  const { label, quoted, negated, start, end } = part
  const colon = quoted ? -1 : part.text.search(/[:：]/)
  const name = toNarrowText(label ?? part.text.slice(0, Math.max(colon, 0))).toLowerCase()
  const value = toNarrowText(part.text.slice(colon + 1))
  if (!operatorName.test(name) || notOperators.test(name) || (colon > 0 && value.startsWith('//')))
    return null
  const written = text.slice(start, end)
  const toNote = (
    problem: QueryNote['problem'],
    reason: NoteReason,
    suggestion: string | null = null,
  ): QueryNote => ({
    part: written,
    problem,
    reason,
    suggestion:
      suggestion === null
        ? null
        : { part: suggestion, text: `${text.slice(0, start)}${suggestion}${text.slice(end)}`.trim() },
  })
  const own = Object.hasOwn(operators, name)
    ? name
    : Object.hasOwn(synonyms, name)
      ? (synonyms[name] ?? null)
      : null
  if (own !== null && negated) {
    return { note: toNote('negated', { kind: 'negated' }), value, isLeftOut: false }
  }
  if (negated) return null
  if (own !== null) {
    const nearest = findNearest(value.toLowerCase(), operators[own] ?? [])
    const suggestion = nearest === null ? null : `${own}:${nearest}`
    const reason: NoteReason = { kind: 'value', name, value, ...toValues(own) }
    return { note: toNote('value', reason, suggestion), value, isLeftOut: true }
  }
  // A name of a repository with a tag.
  if (label === null && isRepository(name)) return null
  const meant = Object.hasOwn(meanings, name) ? (meanings[name] ?? null) : null
  const near = meant ?? findNearest(name, [...Object.keys(operators), ...Object.keys(synonyms)])
  if (near !== null) {
    const operator = synonyms[near] ?? near
    const suggestion = suggestPart(operator, value)
    // `find:latest` is rather an image than a slip for `kind:`.
    if (meant !== null || suggestion !== null) {
      const reason: NoteReason =
        suggestion === null
          ? { kind: 'other-filter', name, meant: operator, ...toValues(operator) }
          : { kind: 'no-filter', name }
      return { note: toNote('unknown', reason, suggestion), value, isLeftOut: true }
    }
  }
  const filters = Object.keys(operators)
  if (label !== null) {
    const reason: NoteReason = { kind: 'unknown', name, isName: false, filters }
    return { note: toNote('unknown', reason), value, isLeftOut: true }
  }
  if (/^(?:v?\d|latest$|stable$|edge$|main$|$)/i.test(value)) return null
  const reason: NoteReason = { kind: 'unknown', name, isName: true, filters }
  return { note: toNote('unknown', reason), value, isLeftOut: false }
}

/** The part as it is right; null where the value does not fit. */
function suggestPart(operator: string, value: string): string | null {
  const typed = value.toLowerCase()
  if (operator === 'arch' && typed.includes('/')) {
    const [os = '', arch = ''] = typed.split('/')
    return `os:${os} arch:${arch}`
  }
  // `is:signed`, `has:sbom`, `is:chart`: the value is what counts.
  if (operator === 'verified' || operator === 'signed') {
    if (isYesOrNo(typed)) return `${typed}:yes`
    const kind = (operators.type ?? []).find((one) => one === typed.replace(/s$/, ''))
    if (kind !== undefined) return `type:${kind}`
    const vouch = meanings[typed]
    if (vouch !== undefined && isYesOrNo(vouch)) return `${vouch}:yes`
  }
  const values = operators[operator]
  if (values === undefined) return null
  if (values === null)
    return value === '' ? `${operator}:${examples[operator] ?? ''}` : `${operator}:${toWord(value)}`
  const nearest = findNearest(typed, values)
  return nearest === null ? (isYesOrNo(operator) ? `${operator}:yes` : null) : `${operator}:${nearest}`
}

/** Whether it can be `yes`. */
function isYesOrNo(operator: string): boolean {
  return Object.hasOwn(operators, operator) && operators[operator]?.[0] === 'yes'
}

function toValues(operator: string): OperatorValues {
  const values = operators[operator] ?? null
  return values === null ? { example: `${operator}:${examples[operator] ?? ''}` } : { values: [...values] }
}

/** The nearest of some words, within one slip for a short word and two for a long one; null where none is near. */
function findNearest(word: string, others: readonly string[]): string | null {
  if (word.length < 3) return others.find((other) => other === word) ?? null
  const limit = word.length < 6 ? 1 : 2
  let best: { word: string; distance: number } | null = null
  for (const other of others) {
    if (other.length < 3 && other !== word) continue
    const distance = measureDistance(word, other, limit)
    if (distance <= limit && (best === null || distance < best.distance)) best = { word: other, distance }
  }
  return best?.word ?? null
}

function toWord(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value
}
