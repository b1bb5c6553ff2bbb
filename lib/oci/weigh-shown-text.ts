/** How much a text weighs on a page, where it stands twice: as HTML, and as the page's data. Pure, and linear. */
import { Buffer } from 'node:buffer'

/** A quotation mark, an ampersand and the like are written with up to six characters in each. */
const escapedBytes = 10

/**
 * In bytes, before compression; rather too much than too little.
 * @param limit of its characters that are shown, see `toShownText`
 */
export function weighShownText(text: string, limit: number): number {
  const shown = text.length > limit ? text.slice(0, limit) : text
  let escaped = 0
  for (let at = 0; at < shown.length; at++) if (isEscaped(shown.charCodeAt(at))) escaped++
  return 2 * Buffer.byteLength(shown) + escapedBytes * escaped
}

/** Controls are shown as another character; quotation marks, "&", "<", ">", backslashes and separators of lines are escaped in one of both. */
function isEscaped(code: number): boolean {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true
  if (code > 0x7f) return code === 0x61c || code === 0x2028 || code === 0x2029
  return code === 0x22 || code === 0x26 || code === 0x27 || code === 0x3c || code === 0x3e || code === 0x5c
}
