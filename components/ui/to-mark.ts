/**
 * The mark that stands in for a missing logo: four tiles of simple shapes, picked by a hash of the repository's
 * full name, so that the same name has the same mark on every page and every gallery.
 */

/** Paths in a square of 10 by 10. */
const shapes = [
  // Quarter discs, by the corner they are centred on.
  'M0 0h10a10 10 0 0 1-10 10z',
  'M10 0v10a10 10 0 0 1-10-10z',
  'M10 10h-10a10 10 0 0 1 10-10z',
  'M0 10v-10a10 10 0 0 1 10 10z',
  // Half discs.
  'M0 0a5 5 0 0 0 10 0z',
  'M0 10a5 5 0 0 1 10 0z',
  // A disc, a triangle each way.
  'M5 1a4 4 0 1 1 0 8a4 4 0 1 1 0-8z',
  'M0 0h10l-10 10z',
  'M10 10h-10l10-10z',
]

export const markColourCount = 8

export interface Mark {
  /** Which pair of colours, from 0 to `markColourCount - 1`. */
  colour: number
  /** Four paths in a square of 10 by 10: top left, top right, bottom left, bottom right. */
  tiles: string[]
}

/** Makes the mark of `name`, such as `tidewater/cache/harbor-redis`. */
export function toMark(name: string): Mark {
  const hash = hashText(name)
  const tiles = [0, 1, 2, 3].map((tile) => {
    // Every tile takes other bits of the hash.
    const at = (hash >>> (tile * 6)) % shapes.length
    return shapes[at] ?? ''
  })
  return { colour: (hash >>> 24) % markColourCount, tiles }
}

/** Where the tiles stand in a square of 32 by 32. */
export const tilePlaces = ['translate(6 6)', 'translate(16 6)', 'translate(6 16)', 'translate(16 16)']

/** The mark as an SVG picture, in a grey for light and dark grounds: for where a logo is there but cannot be fetched. */
export function toMarkPicture(name: string): string {
  const paths = toMark(name).tiles.map((tile, at) => `<path d="${tile}" transform="${tilePlaces[at]}"/>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32" fill="#80868f">${paths.join('')}</svg>`
}

/** FNV-1a with a final mix, so that names that differ in their last letter differ in every bit. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
