/** How much a path weighs on a page, with the places at which it may be broken. Pure, and linear. */
import { weighShownText } from '#lib/oci/weigh-shown-text.ts'
import { countShownPieces } from './bounded-path.tsx'

/** What is around a piece, which stands twice: as HTML, and as the page's data. */
const pieceBytes = 180

/** In bytes, before compression; rather too much than too little. */
export function weighPath(text: string): number {
  return weighShownText(text, text.length) + (countShownPieces(text) + 1) * pieceBytes
}
