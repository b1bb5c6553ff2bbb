/**
 * Bounds on a text before it is parsed. Markdown parsers need time that grows with the square of some
 * constructs, and a stack that grows with nesting; a text beyond these bounds is shown as it was written.
 * No text that a person wrote for readers comes near them.
 */

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
const maxEmphasisInBlock = 500
const maxEmphasis = 4_000
const maxTags = 1_200
const maxBackticks = 4_000

const linePrefix = /^(?:[ \t]*(?:>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)))*[ \t]*/
const marker = />|[-+*]|\d+[.)]/g
/** Runs that may open or close emphasis; an underscore inside a word does neither. */
const emphasis = /\*+|~+|(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu

/**
 * Says what there is too much of.
 * @returns what it has, such as "too many lines", or null when the text may be parsed
 */
export function findTextExcess(text: string): string | null {
  if (text.length > 2 * maxCharacters || [...text].length > maxCharacters) return 'too many characters'
  const lines = text.split(/\r\n|\n|\r/)
  if (lines.length > maxLines) return 'too many lines'
  if (lines.some(isTooDeep)) return 'too many levels'
  if (lines.reduce((sum, line) => sum + countMarkers(line), 0) > maxMarkers) return 'too many list items'
  if (lines.some((line) => countMatches(line, /\|/g) > maxPipesInLine)) return 'a table that is too wide'
  if (countMatches(text, /\[/g) > maxBrackets) return 'too many brackets'
  if (countMatches(text, /<(?=[a-z/!?])/gi) > maxTags) return 'too many HTML tags'
  if (countMatches(text, /`+/g) > maxBackticks) return 'too many code marks'
  if (countMatches(text, emphasis) > maxEmphasis) return 'too many emphasis marks'
  const blocks = text.split(/(?:\r\n|\n|\r)[ \t>]*(?=\r|\n)/)
  if (blocks.some((block) => countMatches(block, emphasis) > maxEmphasisInBlock)) {
    return 'too many emphasis marks'
  }
  return null
}

function isTooDeep(line: string): boolean {
  const markers = countMarkers(line)
  if (markers > maxMarkersInLine) return true
  // Deep indentation without a marker is the inside of a code block.
  return markers > 0 && readPrefix(line).length - markers > maxIndent
}

function countMarkers(line: string): number {
  return countMatches(readPrefix(line), marker)
}

function readPrefix(line: string): string {
  return linePrefix.exec(line)?.[0] ?? ''
}

function countMatches(text: string, pattern: RegExp): number {
  let count = 0
  for (const _ of text.matchAll(pattern)) count++
  return count
}
