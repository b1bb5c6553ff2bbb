/**
 * Splits what was typed into a search at spaces, and takes `"phrases"` and `-exclusions` out of it. Any kind of quotation
 * mark begins and ends a phrase, as keyboards differ; one that is never closed reaches to the end. A keyboard for Japanese may give `－`
 * and `：` in the place of `-` and `:`.
 */

export interface TypedPart {
  /** Without its quotation marks and its sign. */
  text: string
  quoted: boolean
  /** Begins with `-` or `－`, as in `-word` and `-"two words"`. */
  negated: boolean
  /** What stands directly before a quotation mark and ends in a colon, without it: `os` in `os:"ARM 64"`. */
  label: string | null
  /** Where it stands in the text. */
  start: number
  end: number
  /** Its closing quotation mark is missing. */
  open: boolean
}

/** Longest text that is looked at; a pasted command with a digest is shorter. */
export const maxTypedLength = 512

const quotes = '"“”„‟«»＂「」『』'
const pattern = new RegExp(
  `(?<sign>[-－]?)(?:(?<label>[^\\s:：${quotes}]+)[:：])?[${quotes}](?<phrase>[^${quotes}]*)(?<closing>[${quotes}]?)|(?<word>[^\\s${quotes}]+)`,
  'gu',
)

/**
 * The parts in the order in which they were typed.
 * @example scanTypedText('redis -"with sentinel"') // redis, then `with sentinel`, quoted and negated
 */
export function scanTypedText(text: string): TypedPart[] {
  return [...text.slice(0, maxTypedLength).matchAll(pattern)].map(toPart).filter((part) => part.text !== '')
}

/** A keyboard for Japanese may write `ｏｓ：ｌｉｎｕｘ`; no operator's name and no value of it has letters of full width. */
export function toNarrowText(text: string): string {
  return text.normalize('NFKC')
}

function toPart({ 0: whole, index: start, groups = {} }: RegExpExecArray): TypedPart {
  const { sign, label = null, phrase, word = '', closing } = groups
  const place = { start, end: start + whole.length }
  if (phrase !== undefined) {
    const open = closing === ''
    return { text: toOneLine(phrase), quoted: true, negated: sign !== '', label, open, ...place }
  }
  // A `-` with nothing behind it is text, and so are the options of a command, such as `--platform`.
  const negated = /^[-－][^-－]/.test(word)
  const shown = toOneLine(negated ? word.slice(1) : word)
  return { text: shown, quoted: false, negated, label: null, open: false, ...place }
}

function toOneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}
