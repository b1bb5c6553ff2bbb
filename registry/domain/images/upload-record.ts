/** What is written down of an upload beside its bytes, so that a later process can go on with it. */
import { z } from 'zod'

/**
 * How the bytes come. In one request: nobody knows the upload's id, and none is needed. As a stream, in the distribution API's
 * chunks: what the disk has is a beginning of it, whole requests or not. In parts of the ECR Public API: a part counts
 * when it is whole.
 */
export type UploadWay = 'at-once' | 'stream' | 'parts'

const count = z.int().min(0)
const recordSchema = z.object({
  repositoryId: z.int(),
  principal: z.string().min(1),
  way: z.enum(['stream', 'parts']),
  begunAt: z.iso.datetime(),
  touchedAt: z.iso.datetime(),
  /** That were acknowledged. */
  receivedBytes: count,
  partBytes: z.array(count),
})
export type UploadRecord = z.infer<typeof recordSchema>

/** @returns null for what is no whole record */
export function parseUploadRecord(text: string): UploadRecord | null {
  try {
    return recordSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** With how many of the bytes that the disk has the upload goes on. */
export function toClaimedBytes({ way, receivedBytes, partBytes }: UploadRecord, diskBytes: number): number {
  if (way === 'stream') return diskBytes
  if (diskBytes >= receivedBytes) return receivedBytes
  return toWholeParts(partBytes, diskBytes).reduce((sum, bytes) => sum + bytes, 0)
}

/** The parts that are whole within so many bytes. */
export function toWholeParts(partBytes: readonly number[], sizeBytes: number): number[] {
  let end = 0
  return partBytes.filter((bytes) => {
    end += bytes
    return end <= sizeBytes
  })
}
