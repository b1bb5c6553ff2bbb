/**
 * Blobs on their way. An upload belongs to one principal and one repository, and to this process: what was not finished
 * when it ended is started again by the client.
 */
import { quotaTable } from '#registry/domain/limits/quota-table.ts'
import type { BlobStore, BlobWriter } from '#registry/store/content/blob-store.ts'
import { ImageError } from './image-error.ts'

/** A layer may have at most this many bytes. */
export const maxBlobBytes = quotaTable['layer-max-bytes'].default

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
  begin(owner: UploadOwner, max: number): Upload
  /** Null when there is no such upload, also when it is another principal's or of another repository. */
  find(id: string, owner: UploadOwner): Upload | null
  /** Forgets the upload, and removes what has been received unless it was committed. */
  end(upload: Upload): Promise<void>
  /** Ends those into a repository that is no more. */
  endAll(repositoryId: number): Promise<void>
  /** Ends those that nothing has happened to since `before`. */
  endAbandoned(before: Date): Promise<number>
  /** How many have begun and not ended. */
  count(): number
}

export interface UploadOwner {
  repositoryId: number
  /** The unique id of the principal: a later user of the same name is another one. */
  principal: string
}

interface Entry extends Upload {
  principal: string
  touchedAt: Date
  isBusy: boolean
  /** Its repository has gone while a request was writing to it. */
  isOver: boolean
}

/** An empty set of uploads into `blobs`. */
export function createUploads(blobs: BlobStore, clock: () => Date, newId: () => string): Uploads {
  const entries = new Map<string, Entry>()

  const end = async (upload: Upload) => {
    entries.delete(upload.id)
    await upload.writer.discard()
  }

  return {
    begin({ repositoryId, principal }, max) {
      let open = 0
      for (const entry of entries.values()) if (entry.principal === principal) open += 1
      if (open >= max) {
        throw new ImageError(
          'too-many-uploads',
          `You have begun ${open} layer uploads and not finished them, which is the most. Finish or cancel some, and try again.`,
        )
      }
      const entry: Entry = {
        id: newId(),
        repositoryId,
        principal,
        writer: blobs.createWriter(),
        partBytes: [],
        touchedAt: clock(),
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
            entry.isBusy = false
            entry.touchedAt = clock()
            if (entry.isOver) await end(entry)
          }
        },
      }
      entries.set(entry.id, entry)
      return entry
    },
    find(id, { repositoryId, principal }) {
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
    count: () => entries.size,
  }
}
