/**
 * PostgreSQL keeps no U+0000 in a text, and strangers may send one anywhere. It is written as two other characters, of which the first is
 * no character of any text by the rules of Unicode (U+10FFFF), and where that stands itself it is written as two, too.
 */
const mark = '\u{10ffff}'
const markedNul = `${mark}0`
const markedMark = `${mark}1`

/** The text as it is stored. */
export function encodeText(text: string): string {
  if (!text.includes('\u0000') && !text.includes(mark)) return text
  return text.replaceAll(mark, markedMark).replaceAll('\u0000', markedNul)
}

/** The same within JSON, where the character is written as `\u0000`; a backslash before that would be one of a pair. */
export function encodeJson(json: string): string {
  const text = json.includes(mark) ? json.replaceAll(mark, markedMark) : json
  if (!text.includes('\\u0000')) return text
  return text.replace(/\\(?:u0000|[\s\S])/g, (escaped) => (escaped === '\\u0000' ? markedNul : escaped))
}

/** The text as it was. */
export function decodeText(text: string): string {
  if (!text.includes(mark)) return text
  return text.replaceAll(markedNul, '\u0000').replaceAll(markedMark, mark)
}
