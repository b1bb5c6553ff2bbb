/**
 * Bounds on a text before it is parsed. Markdown parsers need time that grows with the square of some
 * constructs, and a stack that grows with nesting; a text beyond these bounds is shown as it was written.
 * No text that a person wrote for readers comes near them. Every check looks at each letter a fixed number of
 * times, so that the guard itself costs next to nothing.
 */
import type { PlainReason } from './plain-reason.ts'

/** ECR Public's limit for About and Usage texts, which counts a character outside the basic plane once. */
const maxCharacters = 25_600

const maxLines = 2_000
/** Quote and list markers at the beginning of one line. */
const maxMarkersInLine = 16
/** Spaces and tabs before and between them. */
const maxIndent = 60
/** The same markers in the whole text. */
const maxMarkers = 800
const maxPipesInLine = 120
const maxBrackets = 1_200
/** Emphasis marks between two blank lines. */
const maxEmphasisInBlock = 1_200
const maxEmphasis = 4_000
const maxTags = 1_200
const maxBackticks = 4_000
/** Each may be in the middle of a mail address, which is looked for from every point before it. */
const maxAtSigns = 800

const letterOrDigit = /[\p{L}\p{N}]/u

/**
 * Says what there is too much of.
 * @returns null when the text may be parsed
 */
export function findTextExcess(text: string): PlainReason | null {
  if (isTooLong(text)) return 'characters'
  const lines = text.split(/\r\n|\n|\r/)
  if (lines.length > maxLines) return 'lines'
  const counts = { markers: 0, brackets: 0, tags: 0, backticks: 0, emphasis: 0, atSigns: 0 }
  let emphasisInBlock = 0
  for (const line of lines) {
    const prefix = readPrefix(line)
    // Deep indentation without a marker is the inside of a code block.
    if (prefix.markers > maxMarkersInLine || (prefix.markers > 0 && prefix.spaces > maxIndent)) {
      return 'levels'
    }
    const emphasis = countEmphasis(line)
    emphasisInBlock = isBlank(line) ? 0 : emphasisInBlock + emphasis
    if (emphasisInBlock > maxEmphasisInBlock) return 'emphasis-marks'
    if (countLetter(line, '|') > maxPipesInLine) return 'wide-table'
    counts.markers += prefix.markers
    counts.emphasis += emphasis
    counts.brackets += countLetter(line, '[')
    counts.atSigns += countLetter(line, '@')
    counts.tags += countTags(line)
    counts.backticks += countRuns(line, '`')
  }
  if (counts.markers > maxMarkers) return 'list-items'
  if (counts.brackets > maxBrackets) return 'brackets'
  if (counts.tags > maxTags) return 'html-tags'
  if (counts.backticks > maxBackticks) return 'code-marks'
  if (counts.emphasis > maxEmphasis) return 'emphasis-marks'
  return counts.atSigns > maxAtSigns ? 'mail-addresses' : null
}

/** True for a text that no API should have taken; it may be of any length, so that nothing is copied. */
export function isTooLong(text: string): boolean {
  if (text.length <= maxCharacters) return false
  return text.length > 2 * maxCharacters || [...text].length > maxCharacters
}

/** The quote and list markers at the beginning of a line, and the spaces and tabs before and between them. */
function readPrefix(line: string): { markers: number; spaces: number } {
  const prefix = { markers: 0, spaces: 0 }
  for (let at = 0; at < line.length; ) {
    if (isSpace(line[at])) {
      prefix.spaces++
      at++
      continue
    }
    const length = readMarkerLength(line, at)
    if (length === 0) break
    prefix.markers++
    at += length
  }
  return prefix
}

/** 0 where no marker begins. A list marker ends with a space or with the line. */
function readMarkerLength(line: string, at: number): number {
  if (line[at] === '>') return 1
  let end = at
  while (end - at < 9 && isDigit(line[end])) end++
  const isListMark = end === at ? isOneOf('-+*', line[at]) : isOneOf('.)', line[end])
  const next = line[end + 1]
  return isListMark && (next === undefined || isSpace(next)) ? end + 1 - at : 0
}

/** Runs that may open or close emphasis; an underscore inside a word does neither. */
function countEmphasis(line: string): number {
  let count = countRuns(line, '*') + countRuns(line, '~')
  for (let at = line.indexOf('_'); at !== -1; at = line.indexOf('_', at)) {
    const start = at
    while (line[at] === '_') at++
    if (!isWordBefore(line, start) || !isWordAt(line, at)) count++
  }
  return count
}

function isWordBefore(line: string, at: number): boolean {
  // A letter outside the basic plane takes two places.
  const isPair = /^[\udc00-\udfff]$/.test(line[at - 1] ?? '')
  return at > 0 && isWordAt(line, isPair ? Math.max(at - 2, 0) : at - 1)
}

function isWordAt(line: string, at: number): boolean {
  const code = line.codePointAt(at)
  return code !== undefined && letterOrDigit.test(String.fromCodePoint(code))
}

function countTags(line: string): number {
  let count = 0
  for (let at = line.indexOf('<'); at !== -1; at = line.indexOf('<', at + 1)) {
    if (/^[a-z/!?]$/i.test(line[at + 1] ?? '')) count++
  }
  return count
}

function countLetter(line: string, letter: string): number {
  let count = 0
  for (let at = line.indexOf(letter); at !== -1; at = line.indexOf(letter, at + 1)) count++
  return count
}

function countRuns(line: string, letter: string): number {
  let count = 0
  for (let at = line.indexOf(letter); at !== -1; at = line.indexOf(letter, at)) {
    count++
    while (line[at] === letter) at++
  }
  return count
}

/** Quote marks alone do not make a line. */
function isBlank(line: string): boolean {
  for (const letter of line) if (letter !== '>' && !isSpace(letter)) return false
  return true
}

function isSpace(letter: string | undefined): boolean {
  return letter === ' ' || letter === '\t'
}

function isDigit(letter: string | undefined): boolean {
  return letter !== undefined && letter >= '0' && letter <= '9'
}

function isOneOf(letters: string, letter: string | undefined): boolean {
  return letter !== undefined && letters.includes(letter)
}
