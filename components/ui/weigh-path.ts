/** How much a path weighs on a page, with the places at which it may be broken. Pure, and linear. */
import { weighShownText } from '#lib/oci/weigh-shown-text.ts'
import { splitPath } from './split-path.ts'

/** What is around a piece, which stands twice: as HTML, and as the page's data. */
const pieceBytes = 180

/** In bytes, before compression; rather too much than too little. */
export function weighPath(text: string): number {
  const pieces = splitPath(text)?.reduce((sum, part) => sum + (part.pieces?.length ?? 1), 0) ?? 1
  return weighShownText(text, text.length) + pieces * pieceBytes
}
