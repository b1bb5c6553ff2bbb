/**
 * Where a PNG or JPEG ends according to its own structure, so that files with something else behind the image
 * (archives, scripts, second images) are recognised, and animated PNGs too.
 * PNG: W3C "Portable Network Graphics", third edition, section 5. JPEG: ITU-T T.81, annex B.
 */

export type ImageFormat = 'png' | 'jpeg'

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const jpegStart = Buffer.from([0xff, 0xd8, 0xff])

/** The format by the first bytes; null for anything but PNG and JPEG. */
export function detectImageFormat(bytes: Buffer): ImageFormat | null {
  if (bytes.subarray(0, pngSignature.length).equals(pngSignature)) return 'png'
  return bytes.subarray(0, jpegStart.length).equals(jpegStart) ? 'jpeg' : null
}

/** The offset just behind the image; null when it is cut off or not well formed. */
export function findImageEnd(bytes: Buffer, format: ImageFormat): number | null {
  return format === 'png' ? findPngEnd(bytes) : findJpegEnd(bytes)
}

/** True for an APNG: a decoder that doesn't know it shows only its first frame. */
export function isAnimatedPng(bytes: Buffer): boolean {
  return [...pngChunks(bytes)].some(({ type }) => type === 'acTL')
}

function findPngEnd(bytes: Buffer): number | null {
  for (const { type, end } of pngChunks(bytes)) {
    if (type === 'IEND') return end
  }
  return null
}

function* pngChunks(bytes: Buffer): Generator<{ type: string; end: number }> {
  let offset = pngSignature.length
  // A chunk is its length (4 bytes), type (4), data and checksum (4).
  while (offset + 12 <= bytes.length) {
    const end = offset + 12 + bytes.readUInt32BE(offset)
    if (end > bytes.length) return
    yield { type: bytes.toString('latin1', offset + 4, offset + 8), end }
    offset = end
  }
}

function findJpegEnd(bytes: Buffer): number | null {
  let offset = 2
  while (offset + 2 <= bytes.length) {
    if (bytes[offset] !== 0xff) return null
    const marker = bytes.readUInt8(offset + 1)
    if (marker === 0xd9) return offset + 2
    if (marker === 0xff) {
      // Fill bytes may stand before any marker.
      offset += 1
      continue
    }
    if (offset + 4 > bytes.length) return null
    const length = bytes.readUInt16BE(offset + 2)
    if (length < 2) return null
    offset += 2 + length
    if (marker === 0xda) offset = skipEntropyCodedData(bytes, offset)
  }
  return null
}

/** Within a scan, FF is always followed by 00 or a restart marker; the first other pair is the next marker. */
function skipEntropyCodedData(bytes: Buffer, start: number): number {
  let offset = start
  while (offset + 1 < bytes.length) {
    const next = bytes[offset + 1] ?? 0
    if (bytes[offset] === 0xff && next !== 0 && (next < 0xd0 || next > 0xd7)) return offset
    offset += 1
  }
  return bytes.length
}
