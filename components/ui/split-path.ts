/** Where a path, or a command with one, may be broken: after its slashes and spaces, and within a long part after its dots. Pure. */

/** Longer parts may not fit on a line of a narrow screen. */
const maxUnbrokenLength = 22
/** A text of more pieces breaks anywhere: who writes a thousand slashes makes no page heavy. */
const maxPieces = 32

export interface PathPart {
  /** Where it begins in the text. */
  index: number
  text: string
  /** Of a part that is too long for a line; null for one that never breaks. */
  pieces: string[] | null
  /** Behind it; empty where there is none. */
  space: string
}

/** The parts of a text, in their order; null for one that has so many that it breaks anywhere. */
export function splitPath(text: string): PathPart[] | null {
  const parts: PathPart[] = []
  let count = 0
  for (const { index, 0: whole, 1: part = '', 2: space = '' } of text.matchAll(/([^/@ ]*[/@]?)( ?)/g)) {
    if (whole === '') continue
    const pieces = part.length > maxUnbrokenLength ? (part.match(/[^.+:]+[.+:]*|[.+:]+/g) ?? []) : null
    count += pieces?.length ?? 1
    if (count > maxPieces) return null
    parts.push({ index, text: part, pieces, space })
  }
  return parts
}
