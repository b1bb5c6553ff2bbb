import fc from 'fast-check'
import { expect, test } from 'vitest'
import { archive, block, pax } from '#testing/tar-archive.ts'
import { createBlockFeeder } from './feed-blocks.ts'

test('whole blocks come, and in the end the rest, however the bytes were cut', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_600), { maxLength: 12 }), (sizes) => {
      const given: Buffer[] = []
      const taken: Buffer[] = []
      const feeder = createBlockFeeder((blocks) => taken.push(Buffer.from(blocks)), 65_536)
      for (const [at, size] of sizes.entries()) {
        const bytes = Buffer.from(Array.from({ length: size }, (_, byte) => (at + byte) % 251))
        given.push(Buffer.from(bytes))
        feeder.write(bytes)
        bytes.fill(0)
      }
      expect(taken.every(({ length }) => length > 0 && length % 512 === 0)).toBe(true)
      feeder.end()
      expect(Buffer.concat(taken).equals(Buffer.concat(given))).toBe(true)
    }),
  )
})

test('content of any bytes passes, also where it looks like the beginning of a header', () => {
  for (const type of 'xgXLKN') {
    for (const first of [0x80, 0x81, 0xfe, 0xff]) {
      // Numbers that are none, and larger ones than there are.
      const content = Buffer.alloc(1_024, first)
      content.write(type, 156)
      const sum = content
        .subarray(0, 512)
        .reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0)
      const sealed = Buffer.from(content)
      sealed.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
      for (const bytes of [content, sealed]) {
        const taken: Buffer[] = []
        const feeder = createBlockFeeder((blocks) => taken.push(Buffer.from(blocks)), 65_536)
        feeder.write(Buffer.from(bytes))
        feeder.end()
        expect(Buffer.concat(taken).equals(bytes)).toBe(true)
      }
    }
  }
})

const maxNameBytes = 4_096
const long = pax({ path: `x${'é'.repeat(700)}` })
const archives = {
  'one header with names': archive({ name: 'p', body: 'x'.repeat(700) }, long, { name: 'a', body: 'abc' }),
  'several, one behind the other': archive({ name: 'l', type: 'L', body: 'é'.repeat(300) }, long, {
    name: 'a',
  }),
  'content that looks like one': archive({ name: 'p', body: block(long) }, { name: 'a' }),
  'one that ends early': archive(long).subarray(0, 900),
  'one with more names than are taken': archive(pax({ path: 'é'.repeat(maxNameBytes) }), { name: 'a' }),
}

test.each(Object.entries(archives))('names come in one piece wherever the bytes are cut: %s', (_, bytes) => {
  const headerAt = bytes.indexOf(block(long))
  for (let cut = 1; cut < bytes.length; cut += 1) {
    const taken: Buffer[] = []
    const feeder = createBlockFeeder((blocks) => taken.push(Buffer.from(blocks)), maxNameBytes)
    for (const part of [bytes.subarray(0, cut), bytes.subarray(cut)]) feeder.write(Buffer.from(part))
    feeder.end()
    expect(Buffer.concat(taken).equals(bytes)).toBe(true)
    let at = 0
    for (const { length } of taken) {
      at += length
      expect(at > headerAt && at < headerAt + block(long).length && headerAt >= 0, `${cut}, ${at}`).toBe(
        false,
      )
    }
  }
})
