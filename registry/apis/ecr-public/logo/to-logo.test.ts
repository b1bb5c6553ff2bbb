/** What may become a logo, and everything strangers may send instead. */
import { crc32, deflateSync, gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { drawLogo } from '#testing/registry/ecr-public/draw-logo.ts'
import { toLogo } from './to-logo.ts'

const accept = async (bytes: Buffer) => {
  const logo = await toLogo(bytes.toString('base64'))
  return { ...logo, metadata: await sharp(logo.png).metadata() }
}
const refuse = (bytes: Buffer | string, reason: string | RegExp) =>
  expect(toLogo(Buffer.from(bytes).toString('base64'))).rejects.toMatchObject({
    code: 'InvalidParameterException',
    message: expect.stringMatching(reason),
  })

/** A PNG chunk with its length and checksum. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A grey PNG of any stated size, with the pixel data and extra chunks given. */
function png(width: number, height: number, pixels: Buffer, extra: Buffer[] = []): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...extra,
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
const grey = (side: number) => Buffer.alloc((side + 1) * side, 0)

describe('accepted', () => {
  test.each(['png', 'jpeg'] as const)('%s', async (format) => {
    const { metadata, sha256 } = await accept(await drawLogo({ format, width: 100, height: 60 }))
    expect(metadata).toMatchObject({ format: 'png', width: 100, height: 60 })
    expect(sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  test('sides of 60 and of 2048 pixels; what is served is at most 512 a side', async () => {
    expect((await accept(await drawLogo({ width: 60, height: 60 }))).metadata).toMatchObject({ width: 60 })
    expect((await accept(await drawLogo({ width: 2048, height: 1024 }))).metadata).toMatchObject({
      width: 512,
      height: 256,
    })
  })

  test('transparency stays', async () => {
    const clear = sharp({ create: { width: 64, height: 64, channels: 4, background: '#0000' } })
    expect((await accept(await clear.png().toBuffer())).metadata.hasAlpha).toBe(true)
  })

  test('progressive and CMYK photographs', async () => {
    const photograph = sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
    const progressive = await photograph.clone().jpeg({ progressive: true }).toBuffer()
    const cmyk = await photograph.clone().toColourspace('cmyk').jpeg().toBuffer()
    for (const bytes of [progressive, cmyk]) {
      expect((await accept(bytes)).metadata).toMatchObject({ format: 'png', space: 'srgb' })
    }
  })

  test('the same picture is stored once, however it was packed', async () => {
    const picture = sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
    const one = await accept(await picture.clone().png({ compressionLevel: 0 }).toBuffer())
    const two = await accept(await picture.clone().png({ compressionLevel: 9 }).toBuffer())
    expect(one.sha256).toBe(two.sha256)
  })
})

describe('nothing but pixels is served', () => {
  test('metadata goes, and the orientation it held is applied', async () => {
    const bytes = await sharp({ create: { width: 120, height: 60, channels: 3, background: 'red' } })
      .withExif({ IFD0: { Copyright: 'private', Orientation: '6' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const { metadata, png: served } = await accept(bytes)
    expect(metadata).toMatchObject({ width: 60, height: 120 })
    expect([metadata.exif, metadata.icc, metadata.xmp, metadata.orientation]).toEqual(
      Array(4).fill(undefined),
    )
    expect(Buffer.from(served).includes('private')).toBe(false)
  })

  test.each(['tEXt', 'iTXt', 'zTXt', 'prVt'])('a chunk %s with a script', async (type) => {
    const script = chunk(type, Buffer.from('Comment\0<script>alert(1)</script>'))
    const { png: served } = await accept(png(64, 64, grey(64), [script]))
    expect(Buffer.from(served).includes('script')).toBe(false)
  })

  test('a comment in a JPEG', async () => {
    const jpeg = await drawLogo({ format: 'jpeg' })
    const text = Buffer.from('<?php echo 1; ?>')
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, text.length + 2]), text])
    const { png: served } = await accept(Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]))
    expect(Buffer.from(served).includes('php')).toBe(false)
  })
})

describe('refused', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><script>alert(1)</script></svg>'

  test.each<[string, Buffer | string]>([
    ['SVG', svg],
    ['compressed SVG', gzipSync(svg)],
    ['SVG with a byte order mark', `\ufeff<?xml version="1.0"?>${svg}`],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['text', 'just some text that is not an image at all'],
    ['PDF', '%PDF-1.7\n%âãÏÓ'],
    ['zip', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0])],
    ['ELF', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0])],
    ['BMP', Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)])],
    ['icon', Buffer.from([0, 0, 1, 0, 1, 0, 16, 16])],
    ['zeros', Buffer.alloc(100)],
    ['an image behind a space', Buffer.concat([Buffer.from(' '), signature])],
  ])('%s is no PNG or JPEG', async (_name, bytes) => {
    await refuse(bytes, 'Member must be a PNG or JPEG image in base64')
  })

  test.each(['webp', 'gif', 'tiff', 'avif'] as const)('%s is no PNG or JPEG', async (format) => {
    await refuse(await drawLogo({ format }), 'Member must be a PNG or JPEG image in base64')
  })

  test.each([
    [59, 64],
    [64, 59],
    [2049, 64],
    [64, 2049],
    [1, 1],
  ])('%i x %i pixels', async (width, height) => {
    await refuse(
      await drawLogo({ width, height }),
      `sides of 60 to 2048 pixels; this one has ${width} x ${height}`,
    )
  })

  test('a bomb: a small file that states a huge picture', async () => {
    await refuse(png(60_000, 60_000, Buffer.alloc(1000)), /sides of 60 to 2048 pixels/)
    await refuse(png(0x7fffffff, 0x7fffffff, Buffer.alloc(10)), /Member must be/)
    await refuse(png(0, 0, Buffer.alloc(10)), /Member must be/)
  })

  test('an animated PNG', async () => {
    const control = chunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]))
    await refuse(png(64, 64, grey(64), [control]), 'Member must not be an animated image')
  })

  test.each(['png', 'jpeg'] as const)('a %s with something behind it', async (format) => {
    const image = await drawLogo({ format })
    for (const rest of ['PK\u0003\u0004', '<script>alert(1)</script>', '\0', image]) {
      const bytes = Buffer.concat([image, Buffer.from(rest)])
      await refuse(bytes, `data behind the end of the image \\(${bytes.length - image.length} bytes\\)`)
    }
  })

  test.each(['png', 'jpeg'] as const)('a %s that is cut off, wherever', async (format) => {
    const image = await drawLogo({ format })
    for (let length = signature.length; length < image.length; length += 7) {
      await refuse(image.subarray(0, length), 'Member must be a complete, undamaged PNG or JPEG image')
    }
  })

  test('a PNG with too few pixels, or with broken pixel data', async () => {
    await refuse(png(64, 64, Buffer.alloc(10)), 'complete, undamaged')
    const broken = png(64, 64, grey(64))
    broken.fill(0xaa, 50, 60)
    await refuse(broken, 'complete, undamaged')
  })

  test('only the first bytes of an image', async () => {
    await refuse(Buffer.concat([signature, Buffer.from(svg)]), 'complete, undamaged')
    await refuse(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from(svg)]), 'complete, undamaged')
    await refuse(Buffer.from([0xff, 0xd8, 0xff, 0xd9]), 'complete, undamaged')
  })
})
