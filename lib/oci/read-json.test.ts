/** Guards that JSON is read as `JSON.parse` reads it, and in a strict reading only where every reader agrees on it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JsonError, type JsonValue, readJson } from './read-json.ts'

function read(text: string | Uint8Array, isStrict: boolean): JsonValue {
  const reading = readJson(Buffer.from(text), { isStrict })
  for (;;) {
    const step = reading.next()
    if (step.done) return step.value
  }
}

/** As `JSON.parse` has it. */
function toPlain(value: JsonValue): unknown {
  if (Array.isArray(value)) return value.map(toPlain)
  if (!(value instanceof Map)) return value
  const plain = Object.create(null)
  for (const [key, member] of value) plain[key] = toPlain(member)
  return plain
}

describe('like JSON.parse', () => {
  test('for any value, however it is spaced', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 1, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(JSON.stringify(toPlain(read(text, false)))).toBe(JSON.stringify(toNullPrototype(value)))
      }),
    )
  })

  test('for any text, JSON or not', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '1',
      '-',
      '.',
      'e',
      '0',
      'true',
      'null',
      ' ',
      '\\',
      'u00e9',
      'a',
      'é',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        let expected: unknown
        try {
          expected = JSON.parse(text)
        } catch {
          expect(() => read(text, false)).toThrow(JsonError)
          return
        }
        expect(JSON.stringify(toPlain(read(text, false)))).toBe(JSON.stringify(expected))
      }),
      { numRuns: 3_000 },
    )
  })

  test('a key twice, a byte order mark and half a surrogate pair where it is not strict', () => {
    expect(read('{"a":1,"a":2}', false)).toEqual(new Map([['a', 2]]))
    expect(read('\ufeff[]', false)).toEqual([])
    expect(read('["\\ud800"]', false)).toEqual(['\ud800'])
    expect(read('[1.0, 1e3]', false)).toEqual([1, 1000])
  })

  test('a key that means something to JavaScript is a key like any other', () => {
    expect(read('{"__proto__":1}', true)).toEqual(new Map([['__proto__', 1]]))
  })
})

describe('in a strict reading is refused', () => {
  test.each([
    ['{"a":1,"a":1}', "'a' twice"],
    ['{"layers":[{},{"size":1,"size":2}]}', "'layers.1.size' twice"],
    ['{"a":{"b":{"c":1,"\\u0063":2}}}', "'a.b.c' twice"],
    ['\ufeff{}', 'byte order mark'],
    ['{"\\ud800":1}', 'surrogate'],
    ['["\\udc00\\ud800"]', 'surrogate'],
    ['{} {}', 'behind the end'],
    ['{}\0', 'behind the end'],
    ['', 'ends before its end'],
    ['"a', 'ends before its end'],
    ['{"a":1', 'ends before its end'],
    ['[1,]', 'byte 3'],
    ['{a:1}', 'byte 1'],
    ["{'a':1}", 'byte 1'],
    ['[NaN]', 'byte 1'],
    ['[01]', 'byte 1'],
    ['[+1]', 'byte 1'],
    ['["\t"]', 'byte 2'],
    ['["\\x"]', 'no such escape'],
    [`[${'1'.repeat(200)}]`, 'byte 1'],
    ['[/**/]', 'byte 1'],
    ['['.repeat(66) + ']'.repeat(66), '64 levels'],
    [`[${'0,'.repeat(150_000)}0]`, '150000 values'],
  ])('%j', (text, reason) => {
    expect(() => read(text, true)).toThrow(JsonError)
    expect(() => read(text, true)).toThrow(reason)
  })

  test('what is not UTF-8', () => {
    for (const bytes of [
      [0x22, 0xff, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0x22, 0xc0, 0xaf, 0x22],
    ]) {
      expect(() => read(Uint8Array.from(bytes), true)).toThrow('not UTF-8')
    }
  })

  test.each(['1.0', '1e3', '-0', '1E0', '0.0'])('%s is no whole number', (text) => {
    expect(read(`[${text}]`, true)).toEqual([Number.NaN])
  })

  test('nothing else', () => {
    const text = '{"a":[1,-2,true,null,"\\ud83d\\ude00 \\" é"],"A":{},"b":{"a":[]}}'
    expect(toPlain(read(text, true))).toEqual(toNullPrototype(JSON.parse(text)))
  })
})

test('a long document is read in slices', () => {
  const text = JSON.stringify(Array.from({ length: 40_000 }, (_, at) => `text ${at}`))
  let slices = 0
  const reading = readJson(Buffer.from(text), { isStrict: true })
  while (!reading.next().done) slices += 1
  expect(slices).toBeGreaterThanOrEqual(Math.floor(text.length / (128 * 1024)) - 1)
})

function toNullPrototype(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toNullPrototype)
  if (typeof value !== 'object' || value === null) return value
  return Object.assign(
    Object.create(null),
    Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toNullPrototype(member)])),
  )
}
