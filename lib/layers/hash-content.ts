/** The summary of a file's content (`CONTENT_HASH`), which comes in pieces. */
import { createHash, type Hash, hash as hashWhole } from 'node:crypto'
import { CONTENT_HASH } from './layer-entry.ts'

/** @param sizeBytes of all pieces together */
export function createContentHash(sizeBytes: number) {
  let whole: string | null = null
  let hash: Hash | null = null
  return {
    update: (piece: Uint8Array): void => {
      // Most files are in one piece, and an object for each of them costs more than its content.
      if (hash === null && piece.length === sizeBytes) whole = hashWhole(CONTENT_HASH.algorithm, piece, 'hex')
      else {
        hash ??= createHash(CONTENT_HASH.algorithm)
        hash.update(piece)
      }
    },
    finish: (): string => {
      const text = whole ?? (hash ?? createHash(CONTENT_HASH.algorithm)).digest('hex')
      return text.slice(0, CONTENT_HASH.characters)
    },
  }
}
