/** Guards that a layer is shown as GNU tar unpacks it, or told to be unreadable, where its headers are made to lead a reader of names astray. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { block, end, pax } from '#testing/tar-archive.ts'
import type { LayerEntry } from './layer-entry.ts'
import { readLayer } from './read-layer.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')

async function read(parts: readonly Buffer[], size: number) {
  const bytes = Buffer.concat([...parts, end])
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const entries: LayerEntry[] = []
  const { trouble } = await readLayer(pieces(), { add: (entry) => entries.push(entry) })
  return { entries, trouble, names: entries.map(({ path, sizeBytes }) => `${path} ${sizeBytes}`) }
}

/** A number as GNU tar writes those that are too large for octal digits. */
function toBase256(size: number): Buffer {
  const field = Buffer.alloc(12)
  field[0] = 0x80
  field.writeUInt32BE(size, 8)
  return field
}

const emptySize = block({ name: 'pax', type: 'x', size: Buffer.alloc(12) })
const last = block({ name: 'z' })

test.each([512, 1_000, 65_536])('in chunks of %i bytes', async (size) => {
  // A header of names whose size field is empty moves nothing: content that looks like a header stays content.
  const content = block({ name: 'l', type: '2' })
  const altered = await read([emptySize, block({ name: 'a', body: content }), last], size)
  const hash = createHash('sha256').update(content).digest('hex')
  expect(altered.names).toEqual(['a 512', 'z 0'])
  const shown = altered.entries[0]?.contentHash
  expect(shown).toMatch(/^[0-9a-f]{8,}$/)
  expect(hash.startsWith(shown ?? '')).toBe(true)

  // Nor does content that looks like a long name hide the files behind it.
  const hidden = Buffer.concat([
    block({ ...pax({ path: 'usr/bin/backdoor' }), name: '\0' }),
    block({ name: 'x', body: latin1('\xff\xfe evil') }),
  ])
  const long = block({
    name: '././@LongLink',
    type: 'L',
    size: `${hidden.length.toString(8).padStart(11, '0')}\0`,
  })
  const covered = await read([emptySize, block({ name: 'a', body: long }), hidden, last], size)
  expect(covered.trouble !== null || covered.names.some((name) => name.startsWith('usr/bin/backdoor'))).toBe(
    true,
  )

  // Records count in a header whose size is a number in base 256, and in one of twelve digits.
  const named = pax({ path: 'usr/bin/real', comment: latin1('\xff') })
  const bytes = Buffer.from(named.body ?? '').length
  for (const field of [toBase256(bytes), bytes.toString(8).padStart(12, '0')]) {
    const real = await read(
      [block({ ...named, size: field }), block({ name: 'harmless', body: 'x' }), last],
      size,
    )
    expect(real.names).toEqual(['usr/bin/real 1', 'z 0'])
  }
  const inner = block({ name: 'shown', body: 'decoy' })
  const sized = pax({ size: String(inner.length), comment: latin1('\xff') })
  const field = toBase256(Buffer.from(sized.body ?? '').length)
  const blob = [block({ ...sized, size: field }), block({ name: 'blob', size: '00000000000\0' }), inner, last]
  expect((await read(blob, size)).names).toEqual([`blob ${inner.length}`, 'z 0'])
})

test.each([512, 1_000, 65_536])(
  'a record that is cut within a letter is no other record, in chunks of %i bytes',
  async (size) => {
    const line = ' path=etc/shown\n'
    const start = Buffer.from(`x\n${line.length + 2}${line}`)
    const key = ' comment='
    // The second block of the record begins with the second byte of an "é", and looks like a link.
    const fill = Buffer.from('y'.repeat(512 - 4 - key.length - start.length - 1))
    const link = block({ name: Buffer.from([0xa9]), type: '2' })
    const value = Buffer.concat([start, fill, Buffer.from([0xc3]), link, Buffer.from('t'.repeat(400))])
    const length = 4 + key.length + value.length + 1
    const record = Buffer.concat([Buffer.from(`${length}${key}`), value, Buffer.from('\n')])
    expect(record.length).toBe(length)
    const { names, trouble } = await read(
      [
        block({ name: 'before', body: 'B' }),
        block({ name: 'pax', type: 'x', body: record }),
        block({ name: 'usr/real', body: 'hi' }),
        last,
      ],
      size,
    )
    expect(names.some((name) => name.startsWith('etc/shown'))).toBe(false)
    expect(trouble !== null || names.includes('usr/real 2')).toBe(true)
  },
)
