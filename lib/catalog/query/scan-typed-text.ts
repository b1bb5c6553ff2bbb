/**
 * Splits what was typed into a search at spaces, and takes `"phrases"` and `-exclusions` out of it. Any kind of quotation
 * mark begins and ends a phrase, as keyboards differ; one that is never closed reaches to the end.
 */

export interface TypedPart {
  /** Without its quotation marks and its sign. */
  text: string
  quoted: boolean
  /** Begins with `-`, as in `-word` and `-"two words"`. */
  negated: boolean
  /** What stands directly before a quotation mark and ends in a colon, without it: `os` in `os:"ARM 64"`. */
  label: string | null
}

/** Longest text that is looked at; a pasted command with a digest is shorter. */
export const maxTypedLength = 512

const maxParts = 32
const quotes = '"“”„‟«»＂「」『』'
const pattern = new RegExp(
  `(?<sign>-?)(?:(?<label>[^\\s:${quotes}]+):)?[${quotes}](?<phrase>[^${quotes}]*)[${quotes}]?|(?<word>[^\\s${quotes}]+)`,
  'gu',
)

/**
 * The parts in the order in which they were typed, at most 32.
 * @example scanTypedText('redis -"with sentinel"') // redis, then `with sentinel`, quoted and negated
 */
export function scanTypedText(text: string): TypedPart[] {
  const parts: TypedPart[] = []
  for (const { groups = {} } of text.slice(0, maxTypedLength).toWellFormed().matchAll(pattern)) {
    const { sign, label, phrase, word = '' } = groups
    const part =
      phrase === undefined
        ? toWordPart(word)
        : { text: toOneLine(phrase), quoted: true, negated: sign === '-', label: label ?? null }
    if (part.text !== '') parts.push(part)
    if (parts.length === maxParts) break
  }
  return parts
}

/** A `-` with nothing behind it is text, and so are the options of a command, such as `--platform`. */
function toWordPart(word: string): TypedPart {
  const negated = /^-[^-]/.test(word)
  return { text: toOneLine(negated ? word.slice(1) : word), quoted: false, negated, label: null }
}

function toOneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim()
}
