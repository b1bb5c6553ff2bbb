/**
 * Where the content of images is kept, by digest. What is here is whole and durable; which repositories have it stands in
 * the metadata. Files are one implementation, objects of an S3 service another.
 */
import type { Writable } from 'node:stream'
import type { Digest, DigestAlgorithm } from '#lib/oci/digest.ts'

export interface BlobStore {
  /** Begins a blob whose digest is not known yet; what was received under an id can be gone on with by a later process. */
  createWriter(id?: string): BlobWriter
  /**
   * Goes on with what an earlier process received under the id.
   * @param toClaimed is told how many bytes the disk really has, and says with how many of them
   */
  resumeWriter(id: string, toClaimed: (bytes: number) => number): Promise<BlobWriter>
  /** What is to be known of a blob on its way beside its bytes. */
  notes: UploadNotes
  /** What is fetched from elsewhere by its digest, and may be taken up by a later process; see fills.ts. */
  fills: BlobFillStore
  /** Blobs on their way with which any process may go on; null where they belong to the process that began them. */
  arrivals: Arrivals | null
  /** Where it is, in a word for operators. */
  kind: 'files' | 's3'
  /** Size in bytes; null when there is no such blob. */
  stat(digest: Digest): Promise<number | null>
  /** How a reader gets at the content: by itself, or somewhere else. */
  locate(digest: Digest): BlobLocation
  /** Deletes the content; no error when it is not there. Those who are just reading it read on. */
  delete(digest: Digest): Promise<void>
  /** Moves content that is not what its digest says out of the way, so that it can be pushed again and looked at meanwhile. */
  setAside(digest: Digest): Promise<void>
  /** What was moved out of the way. */
  listAside(): Promise<Digest[]>
  /** Deletes what was moved out of the way; no error when nothing was. */
  deleteAside(digest: Digest): Promise<void>
  /** Every blob that is there, with the time at which it was written. */
  list(): AsyncIterable<{ digest: Digest; sizeBytes: number; writtenAt: Date }>
  /** Deletes what is left of deleted blobs and of uploads, where that is done later. */
  sweep(): Promise<void>
  close(): Promise<void>
}

/** Blobs on their way, noted where every process sees them. */
export interface Arrivals {
  /** Begins one, which nobody holds yet. */
  begin(upload: NewArrival): Promise<Arrival>
  /** Begins one that is held until it is over. */
  beginHeld(upload: NewArrival): Promise<HeldArrival>
  find(id: string): Promise<Arrival | null>
  listOf(repositoryId: number): Promise<Arrival[]>
  /** Those to which nothing has happened since. */
  walkUntouched(since: Date): AsyncIterable<Arrival>
  countOf(principal: string): Promise<number>
  count(): Promise<number>
  /** For a start: where there is one process, nobody holds any. */
  releaseAll(): Promise<void>
}

export interface NewArrival {
  id: string
  /** Null for what comes from an upstream. */
  repositoryId: number | null
  principal: string
  /** `at-once`: nobody goes on with it; `stream`: what came before an end counts; anything else counts when a request is over. */
  way: string
}

/** One as it was when it was looked at. */
export interface Arrival extends NewArrival {
  touchedAt: Date
  sizeBytes: number
  partBytes: number[]
  /**
   * Takes it for oneself, as it is now; waits for a process that may have been killed.
   * @returns null when another one is writing to it, or it is over
   */
  hold(): Promise<HeldArrival | null>
}

export interface HeldArrival {
  writer: BlobWriter
  partBytes: number[]
  /** Notes how far it is, for whoever takes it next. No error when it is over. */
  letGo(): Promise<void>
  /** Gives it up, with what was received. */
  end(): Promise<void>
}

/** Blobs on their way whose digest is known. */
export interface BlobFillStore {
  /**
   * A writer that has what was received of the blob before, be it of a process that was killed; another one while that one is used.
   * @param from of whom it is fetched, in letters and digits: nobody takes up what another one has sent
   */
  open(from: string, digest: Digest): Promise<BlobWriter>
  /** What is on the disk, and to which nothing has been added since `before`, goes. */
  tidy(before: Date): Promise<void>
  /** Of what is left of fills from there, and is not being written, no more than that stays; the oldest goes first. */
  shrink(from: string, maxBytes: number): Promise<void>
  /** Bytes of all that is on the disk. */
  sum(): Promise<number>
}

/**
 * Writes a part to the sink, which it doesn't end: from the byte `start` up to, not including, `end`.
 * @param onSent is told of bytes as they have left
 * @throws {SinkClosedError} when the reader goes away
 */
export type SendBlob = (
  start: number,
  end: number,
  sink: Writable,
  onSent?: (bytes: number) => void,
) => Promise<void>

export interface BlobLocation {
  send: SendBlob
  /** Asks for a part beforehand, so that it is known that it comes; only where that may take time. */
  open?: (start: number, end: number) => Promise<SendBlob>
  /** An address at which clients get the whole, for a while; only where they are to. */
  toAddress?: () => Promise<string>
}

/** A short text for each blob on its way, which outlives the process. Bytes without one do not. */
export interface UploadNotes {
  /** Replaces the text at once: a reader finds the old one or the new one. A loss of power may take both. */
  keep(id: string, text: string): Promise<void>
  /** No error when there is none. */
  forget(id: string): Promise<void>
  list(): Promise<{ id: string; text: string }[]>
}

/** Receives the bytes of one blob, in order. */
export interface BlobWriter {
  /** Bytes received so far. */
  readonly sizeBytes: number
  /**
   * Adds bytes; when the source fails, none of them.
   * @param release is given each chunk when it is no longer needed
   * @throws what the source throws, or the disk
   */
  append(
    bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    release?: (chunk: Uint8Array) => void,
  ): Promise<void>
  /** The digest of the bytes received so far. */
  computeDigest(algorithm: DigestAlgorithm): Promise<Digest>
  /**
   * Makes the blob durable under its digest. The writer can be used no more, unless this throws.
   * @throws {DigestMismatchError} when the bytes have another digest
   */
  commit(digest: Digest): Promise<void>
  /**
   * Sends a part of what has been received, while more may come; see `BlobLocation`. Not begun once it has committed.
   * @param more up to where it may be sent now, once all up to `position` has left; null at the end, which `end` is without it
   */
  send(
    start: number,
    end: number,
    sink: Writable,
    onSent?: (bytes: number) => void,
    more?: (position: number) => Promise<number | null>,
  ): Promise<void>
  /** Keeps the file open from one append to the next, until what is given back is called. */
  keepOpen(): Promise<() => Promise<void>>
  /** Gives up; no error when the writer has committed. */
  discard(): Promise<void>
  /** Gives up for now: what was received stays, where the writer is one that can be taken up. */
  leave(): Promise<void>
}

/** The content is not what its digest says. */
export class DigestMismatchError extends Error {
  override name = 'DigestMismatchError'
}

/** There is a note of the blob, and nothing of its content. */
export class BlobMissingError extends Error {
  override name = 'BlobMissingError'
}

/** The receiver of the bytes has gone. */
export class SinkClosedError extends Error {
  override name = 'SinkClosedError'
}
