/**
 * The verbs about content that is kept as objects of an S3 service: which object has which blob, and what is on its way. Where content is
 * files, there are no such rows. It is a page beside verbs.ts.
 */
import type { Digest } from '#lib/oci/digest.ts'

/** An object with the whole content of a blob. */
export interface KeptObject {
  key: string
  digest: Digest
  sizeBytes: number
  /** When it became what it is. */
  at: string
}

/** An object that nothing may ask for any more, and that is to be deleted. */
export interface LeavingObject {
  key: string
  /** Of a multipart upload into it that was not finished; null when it was, or there was none. */
  multipartId: string | null
  at: string
}

export interface ObjectReads {
  /** The object that has the blob; null when there is none. */
  find(digest: Digest): Promise<KeptObject | null>
  /** All that have a blob, by digest. */
  walk(): AsyncIterable<KeptObject>
  /** Blobs whose objects were found damaged, and not pushed since. */
  listAside(): Promise<Digest[]>
  /** Up to `limit` that have been leaving since before that time. */
  listLeaving(before: string, limit: number): Promise<LeavingObject[]>
}

export interface ObjectWrites extends ObjectReads {
  /** Makes it the one that has the blob; the one before is leaving from now on. */
  keep(object: KeptObject): Promise<void>
  /** Has the one with the blob leave; false when there is none. */
  release(digest: Digest, at: string): Promise<boolean>
  /** Sets the one with the blob aside; the one that was aside before is leaving. */
  setAside(digest: Digest, at: string): Promise<void>
  /** Has the one that was set aside leave. */
  releaseAside(digest: Digest, at: string): Promise<void>
  /** Notes objects that are to be deleted. */
  addLeaving(objects: readonly LeavingObject[]): Promise<void>
  /** To be called when they are deleted. */
  forget(keys: readonly string[]): Promise<void>
}

/** Content that is on its way into an object. */
export interface ArrivingUpload {
  id: string
  /** Null for what comes from an upstream. */
  repositoryId: number | null
  /** Of whose it is; empty for what nobody goes on with. */
  principal: string
  way: string
  begunAt: string
  touchedAt: string
  /** Sizes of its parts, where its way is one of parts. */
  partBytes: number[]
  /** What its writer has written down, as JSON; see content/s3/progress.ts. */
  progress: string
  /** Grows each time that somebody takes it up, so that who had it before cannot write any more. */
  version: number
  /** Until when somebody is writing to it; null when nobody is. */
  heldUntil: string | null
}

export interface UploadReads {
  get(id: string): Promise<ArrivingUpload | null>
  countOf(principal: string): Promise<number>
  count(): Promise<number>
  /** Those into a repository. */
  listOf(repositoryId: number): Promise<ArrivingUpload[]>
  /** Up to `limit` to which nothing has happened since, with ids after `after`. */
  listUntouched(page: { since: string; after: string; limit: number }): Promise<ArrivingUpload[]>
}

export interface UploadWrites extends UploadReads {
  insert(upload: ArrivingUpload): Promise<void>
  /**
   * Takes it up, unless it has been taken up since `version`.
   * @returns whether it was; its version is then one higher
   */
  hold(taken: { id: string; version: number; heldUntil: string; at: string }): Promise<boolean>
  /** Notes how far it is; false when another one has taken it up since, or it is over. */
  keep(
    noted: Pick<ArrivingUpload, 'id' | 'version' | 'touchedAt' | 'partBytes' | 'progress' | 'heldUntil'>,
  ): Promise<boolean>
  /** False when there is none, or, with a version, when another one has taken it up since. */
  delete(id: string, version?: number): Promise<boolean>
  /** For a start of the only process: nobody is writing. */
  releaseAll(): Promise<void>
}
