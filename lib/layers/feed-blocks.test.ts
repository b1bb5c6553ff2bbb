import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBlockFeeder } from './feed-blocks.ts'

test('whole blocks come, and in the end the rest, however the bytes were cut', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_600), { maxLength: 12 }), (sizes) => {
      const given: Buffer[] = []
      const taken: Buffer[] = []
      const feeder = createBlockFeeder((blocks) => taken.push(Buffer.from(blocks)))
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
