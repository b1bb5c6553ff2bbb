/**
 * Images of other hosts as pages show them: fetched by the gallery and kept, so that no visitor's browser tells those hosts who reads
 * what. Each is fetched once a day at most; while its host is away, the one of the day before is shown.
 */
import { createFindings } from '#lib/findings/create-findings.ts'
import type { FindingKind } from '#lib/findings/finding-kind.ts'
import { openFindingStore } from '#lib/findings/finding-store.ts'
import { type CallRules, fetchImage, type RemoteImage } from './fetch-image.ts'

export interface RemoteImages {
  /** The image, as fetched today or yesterday; null when there is none, or none yet. */
  get(url: string): Promise<RemoteImage | null>
  close(): void
}

export interface RemoteImagesOptions {
  /** Path of the SQLite file that keeps them, or `:memory:`. */
  file: string
  /** On disk, for all. */
  maxBytes: number
  onFailure: (error: unknown, url: string) => void
  rules?: CallRules
  now?: () => number
}

const dayMs = 86_400_000
const maxImageBytes = 5_000_000
/** How long a browser may wait; what takes longer is there for the next one. */
const waitMs = 8_000

const kind: FindingKind<RemoteImage | null> = {
  name: 'remote-image',
  version: 1,
  deadlineMs: 15_000,
  encode: (image) =>
    Buffer.concat([Buffer.from(`${image?.contentType ?? ''}\n`), image?.bytes ?? Buffer.of()]),
  decode: (stored) => {
    const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength)
    const end = bytes.indexOf('\n')
    const contentType = bytes.toString('latin1', 0, end)
    return contentType === '' ? null : { contentType, bytes: bytes.subarray(end + 1) }
  },
}

/** Opens the store, or makes an empty one; fetches nothing until it is asked. */
export function createRemoteImages({
  file,
  maxBytes,
  onFailure,
  rules,
  now = Date.now,
}: RemoteImagesOptions): RemoteImages {
  const images = createFindings({
    store: openFindingStore({ file, maxBytes, now }),
    concurrency: 4,
    maxWaiting: 100,
    // A page may show many pictures of one host.
    maxOfOne: 100,
    onFailure: (error, { key }) => onFailure(error, key.slice(key.indexOf(' ') + 1)),
    now,
  })
  return {
    async get(url) {
      const day = Math.floor(now() / dayMs)
      const work = (signal: AbortSignal) =>
        fetchImage(url, { signal, maxBytes: maxImageBytes, ...(rules && { rules }) })
      const found = await images.find({ kind, key: `${day} ${url}`, readFrom: url, work }, waitMs)
      return found.state === 'known' ? found.value : (images.peek(kind, `${day - 1} ${url}`)?.value ?? null)
    },
    close: () => images.close(),
  }
}
