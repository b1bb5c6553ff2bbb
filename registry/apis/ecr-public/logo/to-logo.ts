/**
 * From uploaded bytes to a logo that may be shown to anyone: only PNG and JPEG by content, 60–2048 pixels a side
 * (ECR Public user guide, "Repository catalog data"), decoded and encoded again, so that nothing of the upload but its
 * pixels is ever served: no metadata, no trailing bytes, no script.
 */
import { createHash } from 'node:crypto'
import type { Sharp } from 'sharp'
import { decodeLogoBlob, invalidLogo } from './decode-logo-blob.ts'
import { detectImageFormat, findImageEnd, type ImageFormat, isAnimatedPng } from './find-image-end.ts'

const minSide = 60
const maxSide = 2048
// Pages show logos at 128 CSS pixels at most; a full-size photograph as PNG would be several megabytes.
const servedSide = 512
const timeoutSeconds = 20

export interface Logo {
  /** SHA-256 (hex) of the PNG. */
  sha256: string
  png: Uint8Array
}

/**
 * Checks and re-encodes a `logoImageBlob`.
 * @throws {EcrError} InvalidParameterException saying what is wrong with the image
 */
export async function toLogo(blob: string): Promise<Logo> {
  const bytes = decodeLogoBlob(blob)
  const format = detectImageFormat(bytes)
  if (format === null) throw invalidLogo('Member must be a PNG or JPEG image in base64')
  checkContainer(bytes, format)
  await checkSides(bytes, format)
  const png = await reencode(bytes)
  return { sha256: createHash('sha256').update(png).digest('hex'), png }
}

function checkContainer(bytes: Buffer, format: ImageFormat): void {
  if (format === 'png' && isAnimatedPng(bytes)) throw invalidLogo('Member must not be an animated image')
  const end = findImageEnd(bytes, format)
  if (end === null) throw unreadable()
  if (end < bytes.length) {
    throw invalidLogo(`Member must not have data behind the end of the image (${bytes.length - end} bytes)`)
  }
}

async function checkSides(bytes: Buffer, format: ImageFormat): Promise<void> {
  const image = await open(bytes, false)
  const metadata = await image.metadata().catch((cause) => {
    throw unreadable({ cause })
  })
  if (metadata.format !== format) throw unreadable()
  const { width, height } = metadata
  if (Math.min(width, height) < minSide || Math.max(width, height) > maxSide) {
    throw invalidLogo(
      `Member must be an image with sides of ${minSide} to ${maxSide} pixels; this one has ${width} x ${height}`,
    )
  }
}

async function reencode(bytes: Buffer): Promise<Buffer> {
  const image = await open(bytes, maxSide * maxSide)
  try {
    return await image
      .timeout({ seconds: timeoutSeconds })
      .autoOrient()
      .resize({ width: servedSide, height: servedSide, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .png({ compressionLevel: 9 })
      .toBuffer()
  } catch (cause) {
    throw unreadable({ cause })
  }
}

async function open(bytes: Buffer, limitInputPixels: number | false): Promise<Sharp> {
  // A registry that is given no logo has no need of the library, nor of its memory.
  const { default: sharp } = await import('sharp')
  return sharp(bytes, { limitInputPixels, failOn: 'error', pages: 1 })
}

function unreadable(options?: ErrorOptions) {
  return invalidLogo('Member must be a complete, undamaged PNG or JPEG image', options)
}
