/**
 * Blobs on their way. An upload belongs to one principal and one repository. It outlives the process: beside its bytes
 * stands a record, from which the next process goes on where the disk says that it is.
 */
import { quotaTable } from '#registry/domain/limits/quota-table.ts'
import type { BlobStore, BlobWriter } from '#registry/store/content/blob-store.ts'
import { ImageError } from './image-error.ts'
import {
  parseUploadRecord,
  toClaimedBytes,
  toWholeParts,
  type UploadRecord,
  type UploadWay,
} from './upload-record.ts'

/** A layer may have at most this many bytes. */
export const maxBlobBytes = quotaTable['layer-max-bytes'].default

/** An upload to which nothing has happened for so long is given up. */
export const abandonedAfterMs = 24 * 60 * 60 * 1000

export interface Upload {
  readonly id: string
  readonly repositoryId: number
  readonly writer: BlobWriter
  /** Sizes of the parts that came by UploadLayerPart, in order. */
  readonly partBytes: number[]
  /**
   * Lets one request at a time write to the upload.
   * @throws {ImageError} out-of-order while another one does
   */
  exclusively<Result>(run: () => Promise<Result>): Promise<Result>
}

export interface Uploads {
  /**
   * @param max that the principal may have begun and not finished
   * @throws {ImageError} too-many-uploads
   */
  begin(owner: UploadOwner, max: number, way: UploadWay): Promise<Upload>
  /** Null when there is no such upload, also when it is another principal's or of another repository. */
  find(id: string, owner: UploadOwner): Promise<Upload | null>
  /** Forgets the upload, and removes what has been received unless it was committed. */
  end(upload: Upload): Promise<void>
  /** Ends those into a repository that is no more. */
  endAll(repositoryId: number): Promise<void>
  /** Ends those that nothing has happened to since `before`. */
  endAbandoned(before: Date): Promise<number>
  /**
   * Takes over what an earlier process has begun, and removes what cannot go on: abandoned, without its repository, or
   * with a damaged record. For a start.
   */
  resume(hasRepository: (repositoryId: number) => Promise<boolean>): Promise<Resumed>
  /** How many have begun and not ended. */
  count(): number | Promise<number>
}

export interface Resumed {
  resumedUploads: number
  removedUploads: number
}

export interface UploadOwner {
  repositoryId: number
  /** The unique id of the principal: a later user of the same name is another one. */
  principal: string
}

interface Entry extends Upload {
  principal: string
  way: UploadWay
  begunAt: Date
  touchedAt: Date
  isBusy: boolean
  /** Its repository has gone while a request was writing to it. */
  isOver: boolean
}

/** An empty set of uploads into `blobs`. */
export function createUploads(blobs: BlobStore, clock: () => Date, newId: () => string): Uploads {
  const entries = new Map<string, Entry>()

  const end = async ({ id, writer }: Upload) => {
    entries.delete(id)
    // The record first: bytes without one are removed at the next start, if it comes between.
    await blobs.notes.forget(id)
    await writer.discard()
  }

  const keep = async (entry: Entry) => {
    if (entry.way !== 'at-once') await blobs.notes.keep(entry.id, toText({ ...entry, way: entry.way }))
  }

  const add = (known: Omit<Entry, 'isBusy' | 'isOver' | 'exclusively'>): Entry => {
    const entry: Entry = {
      ...known,
      isBusy: false,
      isOver: false,
      async exclusively(run) {
        if (entry.isBusy) {
          throw new ImageError('out-of-order', 'Another request is writing to this upload.')
        }
        entry.isBusy = true
        try {
          return await run()
        } finally {
          entry.touchedAt = clock()
          // Where there is no room for it, a later process goes on from the earlier record, and tells its client so.
          if (entries.has(entry.id)) await keep(entry).catch(() => {})
          entry.isBusy = false
          if (entry.isOver) await end(entry)
        }
      },
    }
    entries.set(entry.id, entry)
    return entry
  }

  return {
    async begin({ repositoryId, principal }, max, way) {
      let open = 0
      for (const entry of entries.values()) if (entry.principal === principal) open += 1
      requireFewUploads(open, max)
      const [id, now] = [newId(), clock()]
      const writer = blobs.createWriter(id)
      const entry = add({
        id,
        repositoryId,
        principal,
        way,
        writer,
        partBytes: [],
        begunAt: now,
        touchedAt: now,
      })
      entry.isBusy = true
      try {
        await keep(entry)
      } catch (error) {
        await end(entry)
        throw error
      }
      entry.isBusy = false
      if (entry.isOver) await end(entry)
      return entry
    },
    async find(id, { repositoryId, principal }) {
      const entry = entries.get(id)
      const isTheirs = entry?.repositoryId === repositoryId && entry.principal === principal
      return entry !== undefined && isTheirs ? entry : null
    },
    end,
    async endAll(repositoryId) {
      for (const entry of entries.values()) {
        if (entry.repositoryId !== repositoryId) continue
        if (entry.isBusy) entry.isOver = true
        else await end(entry)
      }
    },
    async endAbandoned(before) {
      const abandoned = [...entries.values()].filter((entry) => !entry.isBusy && entry.touchedAt < before)
      for (const entry of abandoned) await end(entry)
      return abandoned.length
    },
    async resume(hasRepository) {
      const now = clock()
      let removedUploads = 0
      for (const { id, text } of await blobs.notes.list()) {
        const record = parseUploadRecord(text)
        const writer = await blobs.resumeWriter(id, (bytes) =>
          record === null ? 0 : toClaimedBytes(record, bytes),
        )
        if (record === null || !canGoOn(record, writer, now) || !(await hasRepository(record.repositoryId))) {
          await blobs.notes.forget(id)
          await writer.discard()
          removedUploads += 1
          continue
        }
        const { repositoryId, principal, way } = record
        const partBytes = toWholeParts(record.partBytes, writer.sizeBytes)
        const begunAt = new Date(record.begunAt)
        // A clock that was set back keeps nothing longer.
        const touchedAt = new Date(Math.min(Date.parse(record.touchedAt), now.getTime()))
        add({ id, repositoryId, principal, way, writer, partBytes, begunAt, touchedAt })
      }
      return { resumedUploads: entries.size, removedUploads }
    },
    count: () => entries.size,
  }
}

/** @throws {ImageError} too-many-uploads */
export function requireFewUploads(open: number, max: number): void {
  if (open < max) return
  throw new ImageError(
    'too-many-uploads',
    `You have begun ${open} layer uploads and not finished them, which is the most. Finish or cancel some, and try again.`,
  )
}

/** Bytes that were acknowledged and are gone altogether have become a blob, or are lost. */
function canGoOn({ touchedAt, receivedBytes }: UploadRecord, { sizeBytes }: BlobWriter, now: Date): boolean {
  return now.getTime() - Date.parse(touchedAt) <= abandonedAfterMs && (sizeBytes > 0 || receivedBytes === 0)
}

function toText(entry: Entry & { way: UploadRecord['way'] }): string {
  const { repositoryId, principal, way, begunAt, touchedAt, writer, partBytes } = entry
  const record: UploadRecord = {
    repositoryId,
    principal,
    way,
    begunAt: begunAt.toISOString(),
    touchedAt: touchedAt.toISOString(),
    receivedBytes: writer.sizeBytes,
    partBytes,
  }
  return JSON.stringify(record)
}
