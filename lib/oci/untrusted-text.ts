/**
 * Text that strangers wrote into labels, annotations and configs, made fit to be shown: bounded, never invisible, and without characters
 * that change how the text around them is read (controls, and the bidirectional overrides of Unicode TR9). Pure.
 */

const maxLength = 2_000

/** The text as it is shown; what is not shown of it becomes an ellipsis. */
export function toShownText(text: string, limit = maxLength): string {
  const start = text.length > limit ? `${text.slice(0, limit).toWellFormed().trimEnd()}…` : text
  const shown = start
    .toWellFormed()
    .replace(/(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
  return isSeen.test(shown) ? shown : shown.replace(unseen, '\ufffd')
}

/** Zero-width spaces, fillers and tags join or part what is around them; nothing but these is a name or a link that nobody can see. */
const unseen = /[\p{Default_Ignorable_Code_Point}\u2800]/gu
const isSeen = /[^\p{Default_Ignorable_Code_Point}\p{White_Space}\u2800]/u

/** Letters that are read from the right: Hebrew, Arabic and the scripts beside them. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
/** One that is set apart already. */
const isolated = /^\u2068[^\u2066-\u2069]*\u2069$/

/**
 * A shown text as it stands within a sentence: Arabic or Hebrew does not turn round the number or the name behind it. Where it has an element of its
 * own, `<bdi>` does the same.
 */
export function isolateText(shown: string): string {
  return rightToLeft.test(shown) && !isolated.test(shown) ? `\u2068${shown}\u2069` : shown
}

/** The address when the whole text is one that a link may lead to: http or https, without a password. */
export function toLinkTarget(text: string): string | null {
  if (text.length > maxLength || !/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) return null
  const url = new URL(text)
  return url.username === '' && url.password === '' ? url.href : null
}
