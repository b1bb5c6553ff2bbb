// @ts-check
/**
 * Next's cache of rendered pages, in memory and bounded in bytes, with each page in memory of exactly its own length. As Next makes
 * them, the parts of a page are small pieces of large blocks that they share with other things; a piece that is kept keeps its block,
 * and the cache held three times what it had counted. JavaScript, because Next loads it as it is, also in the built gallery.
 */
import { createRequire } from 'node:module'

// Required, as an import of what is CommonJS has one form in Node and another where it is bundled or tested.
const { default: FileSystemCache } =
  /** @type {typeof import('next/dist/server/lib/incremental-cache/file-system-cache.js')} */ (
    createRequire(import.meta.url)('next/dist/server/lib/incremental-cache/file-system-cache.js')
  )

export default class CompactPageCache extends FileSystemCache {
  /** @override @param {Parameters<InstanceType<typeof FileSystemCache>['set']>} given */
  set(...[key, page, context]) {
    return super.set(key, page && toCompact(page), context)
  }
}

/**
 * The same page, with all of its bytes one after the other in one block of their own.
 * @template {object} Page
 * @param {Page & { rscData?: Buffer | undefined, segmentData?: Map<string, Buffer> | undefined, body?: unknown }} page
 * @returns {Page}
 */
export function toCompact(page) {
  const { rscData, segmentData, body } = page
  const bytes = Buffer.isBuffer(body) ? body : undefined
  const segments = [...(segmentData ?? [])]
  const parts = [rscData, bytes, ...segments.map(([, part]) => part)]
  const block = Buffer.allocUnsafeSlow(parts.reduce((sum, part) => sum + (part?.length ?? 0), 0))
  let at = 0
  const move = (/** @type {Buffer} */ part) => {
    const from = at
    at += part.copy(block, from)
    return block.subarray(from, at)
  }
  return {
    ...page,
    ...(rscData && { rscData: move(rscData) }),
    ...(bytes && { body: move(bytes) }),
    ...(segmentData && { segmentData: new Map(segments.map(([path, part]) => [path, move(part)])) }),
  }
}
