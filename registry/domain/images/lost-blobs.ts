/**
 * Blobs that the metadata has and the disk has not, or not as they were. They count as not pushed, so that clients push them
 * again, which puts the file back. Each is told once in the log.
 */
import type { Logger } from 'pino'
import type { Digest } from '#lib/oci/digest.ts'
import type { Store } from '#registry/store/open-store.ts'

export interface LostBlobs {
  /** @param problem what is wrong with the file: `is missing` */
  note(digest: Digest, problem: string): void
  has(digest: Digest): boolean
  /** To be called when the file is there again, or nothing has it any more. */
  forget(digest: Digest): void
  count(): number
  list(): Digest[]
}

export function createLostBlobs(log: Logger): LostBlobs {
  const known = new Set<Digest>()
  return {
    note(digest, problem) {
      if (known.has(digest)) return
      known.add(digest)
      log.error({ digest, problem }, 'a blob is lost: it counts as not pushed until somebody pushes it again')
    },
    has: (digest) => known.has(digest),
    forget(digest) {
      if (known.delete(digest)) log.info({ digest }, 'a lost blob is whole again, or no longer needed')
    },
    count: () => known.size,
    list: () => [...known],
  }
}

/**
 * Whether the file of a noted blob is there, with the size that it should have. Only its size is looked at, so that this
 * can be asked at every pull; what is in it the scrubber reads.
 */
export async function isBlobStored(
  { store, images }: { store: Pick<Store, 'blobs' | 'content'>; images: { lost: LostBlobs } },
  digest: Digest,
  sizeBytes: number,
): Promise<boolean> {
  const storedBytes = await store.content.stat(digest)
  if (storedBytes === sizeBytes) {
    if (images.lost.has(digest)) images.lost.forget(digest)
    return true
  }
  // Garbage collection forgets a blob before it deletes the file.
  if (await store.blobs.has(digest)) images.lost.note(digest, toSizeProblem(storedBytes, sizeBytes))
  return false
}

/** What is wrong with a file of another size; null for none at all. */
export function toSizeProblem(storedBytes: number | null, sizeBytes: number): string {
  return storedBytes === null ? 'is missing' : `has ${storedBytes} bytes instead of ${sizeBytes}`
}
