/**
 * SHA-256 in two ways: one whose state can be written down and taken up by another process, and Node's own, which is six times as fast and
 * is for content that one process receives. What was received without either is read once more in the end.
 */
import { createHash, type Hash } from 'node:crypto'
import { createSHA256, type IHasher } from 'hash-wasm'

export interface RunningHash {
  update(bytes: Uint8Array): void
  /** Of what came so far; more may come. Null when that is not known. */
  hex(): string | null
  /** A copy of where it is. */
  keep(): Kept
  restore(kept: Kept): void
}

/** A state: as text where it can be written down. */
export type Kept = { text: string } | { hash: Hash }

/** @param saved what `keep` gave, as text; null at the beginning */
export async function createResumableHash(saved: string | null): Promise<RunningHash> {
  const hasher: IHasher = await createSHA256()
  hasher.init()
  if (saved !== null) hasher.load(Buffer.from(saved, 'base64'))
  return {
    update: (bytes) => void hasher.update(bytes),
    hex() {
      const state = hasher.save()
      const hex = hasher.digest('hex')
      hasher.load(state)
      return hex
    },
    keep: () => ({ text: Buffer.from(hasher.save()).toString('base64') }),
    restore(kept) {
      if (!('text' in kept)) throw new Error('That is the state of another hash.')
      hasher.load(Buffer.from(kept.text, 'base64'))
    },
  }
}

/** For the rest of content whose beginning another process has hashed, and taken its hash along. */
export function createNoHash(): RunningHash {
  return { update: () => {}, hex: () => null, keep: () => ({ text: '' }), restore: () => {} }
}

export function createOwnHash(): RunningHash {
  let hash = createHash('sha256')
  return {
    update: (bytes) => void hash.update(bytes),
    hex: () => hash.copy().digest('hex'),
    keep: () => ({ hash: hash.copy() }),
    restore(kept) {
      if (!('hash' in kept)) throw new Error('That is the state of another hash.')
      hash = kept.hash.copy()
    },
  }
}
