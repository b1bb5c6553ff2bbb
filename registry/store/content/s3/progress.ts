/** What a writer into an S3 service has written down of itself, so that another process can go on with it. */
import { z } from 'zod'

const count = z.int().min(0)
const progressSchema = z.object({
  /** The version of the upload when this was written. */
  version: count,
  sizeBytes: count,
  /** The state of the SHA-256 over so many bytes, in base64. */
  hash: z.string(),
  multipartId: z.string().nullable(),
  /** Names of the parts of a multipart upload, all of the same size. */
  etags: z.array(z.string()),
  /** Objects with what comes after the parts, in order; each with the SHA-256 of its bytes. */
  tails: z.array(z.object({ key: z.string(), bytes: count, sha256: z.string() })),
  /** Objects that are no longer needed. */
  leftovers: z.array(z.string()),
  /** The object, once it has been put together. */
  completedKey: z.string().nullable(),
})
export type Progress = z.infer<typeof progressSchema>

/** @throws {Error} when it is not what a writer has written */
export function parseProgress(text: string): Progress {
  return progressSchema.parse(JSON.parse(text))
}

/** Every object that an upload may have made and not published, also one that was killed between making it and noting it. */
export function listObjects(id: string, version: number, progress: Progress): string[] {
  const keys = [...progress.tails.map(({ key }) => key), ...progress.leftovers]
  for (let made = progress.version; made <= version; made += 1) {
    keys.push(toTailKey(id, made), toWholeKey(id, made))
  }
  return [...new Set(keys)]
}

/** Of a multipart upload. */
export function toObjectKey(id: string): string {
  return `blobs/${id}`
}

/** Of what is at the end of an upload between two requests. */
export function toTailKey(id: string, version: number): string {
  return `blobs/${id}.t${version}`
}

/** Of a blob that needs no multipart upload. */
export function toWholeKey(id: string, version: number): string {
  return `blobs/${id}.w${version}`
}
