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

/** The address when the whole text is one that a link may lead to: http or https, without a password. */
export function toLinkTarget(text: string): string | null {
  if (text.length > maxLength || !/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) return null
  const url = new URL(text)
  return url.username === '' && url.password === '' ? url.href : null
}
