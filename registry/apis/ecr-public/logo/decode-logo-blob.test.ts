import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeLogoBlob } from './decode-logo-blob.ts'

const refuse = (blob: string, reason: string) =>
  expect(() => decodeLogoBlob(blob)).toThrow(
    expect.objectContaining({
      code: 'InvalidParameterException',
      message: expect.stringContaining(reason),
    }),
  )

test('every sequence of bytes comes through', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      // Bytes of a command in ASCII are refused on purpose.
      fc.pre(bytes.some((byte) => byte > 0x7f) || bytes.length === 0)
      expect(decodeLogoBlob(Buffer.from(bytes).toString('base64')).equals(bytes)).toBe(true)
    }),
  )
})

test('bytes that begin like a command, but are no text, come through', () => {
  const bytes = Uint8Array.from([0x60, 0x80])
  expect(decodeLogoBlob(Buffer.from(bytes).toString('base64')).equals(bytes)).toBe(true)
})

describe('the command instead of its output', () => {
  test.each([
    '$(cat myrepoimage.png |base64 -w 0)',
    ' $(base64 -w0 logo.png)',
    '`base64 logo.png`',
    `\${LOGO}`,
    'file://logo.b64',
    'fileb://logo.png',
  ])('%s is named, and told what to do', (command) => {
    refuse(command, `it is the text of a command or a path (${command})`)
    refuse(command, 'No shell expands $(…) inside a JSON file')
    refuse(command, 'run the command first')
  })

  test('AWS CLI 2 sends it without the characters that base64 does not have', () => {
    refuse('catmylogopngbase64w0', 'it is the text of a command')
    refuse('base64w0mylogos1png=', 'it is the text of a command')
  })

  test('AWS CLI 1 encodes it', () => {
    const encoded = Buffer.from('$(cat mylogo.png |base64 -w 0)').toString('base64')
    refuse(encoded, 'it is the text of a command or a path ($(cat mylogo.png |base64 -w 0))')
  })

  test('a long one is quoted in part', () => {
    refuse(`$(cat ${'x'.repeat(300)})`, `($(cat ${'x'.repeat(74)}…)`)
  })
})

describe('base64 of base64, as AWS CLI 1 makes it of a value in JSON', () => {
  const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]
  const encodeTwice = (bytes: Uint8Array) =>
    Buffer.from(Buffer.from(bytes).toString('base64')).toString('base64')

  test.each([
    ['a PNG', pngStart],
    ['a JPEG', [0xff, 0xd8, 0xff, 0xe0, 0, 16]],
  ])('%s is unwrapped', (_, start) => {
    expect(decodeLogoBlob(encodeTwice(Uint8Array.from(start)))).toEqual(Buffer.from(start))
  })

  test('512,000 bytes are taken, one more is not', () => {
    const bytes = Buffer.concat([Buffer.from(pngStart), Buffer.alloc(512_000 - pngStart.length, 0xff)])
    expect(decodeLogoBlob(encodeTwice(bytes))).toHaveLength(512_000)
    refuse(
      encodeTwice(Buffer.concat([bytes, Buffer.from([0xff])])),
      'Member must have length less than or equal to 512000',
    )
  })

  test('a damaged inner text is named', () => {
    const inner = Buffer.from(pngStart).toString('base64').slice(0, -1)
    refuse(Buffer.from(inner).toString('base64'), 'Member must be valid base64 with its padding')
  })
})

describe('what is no base64', () => {
  test.each(['A', 'AA', 'AAA', 'AAAA=', 'AA=A', '====', 'AB==', 'AA-_', 'AAA\u00e9', 'AAAA\0'])(
    "'%s'",
    (blob) => {
      refuse(blob, 'Member must be valid base64 with its padding')
    },
  )

  test('wrapped lines', () => {
    refuse('AAAA\nAAAA\n', 'without line breaks or spaces, as `base64 -w 0` writes it')
  })

  test('a data: URL', () => {
    refuse('data:image/png;base64,AAAA', 'only the base64 part of a data: URL')
  })
})

test('512,000 bytes are taken, one more is not', () => {
  const bytes = Buffer.alloc(512_000, 0xff)
  expect(decodeLogoBlob(bytes.toString('base64'))).toHaveLength(512_000)
  refuse(
    Buffer.alloc(512_001, 0xff).toString('base64'),
    'Member must have length less than or equal to 512000',
  )
  refuse('A'.repeat(2_000_000), 'Member must have length less than or equal to 512000')
})
