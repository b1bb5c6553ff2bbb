/** Inputs near those of a corpus: cut, doubled, joined, spiced with what readers trip over, and, of JSON, with members of another kind. */
import { anything, sample } from 'fast-check'

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const spices = [
  ...[
    '\0',
    '\u0001',
    '\r\n',
    '\n\n',
    '\t',
    ' ',
    '"',
    "'",
    '`',
    '\\',
    '\\u0000',
    '\\ud800',
    '%00',
    '%ff',
    '%',
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    ',',
    ':',
    ';',
    '=',
    '/',
    '//',
    '..',
    '*',
    '?',
    '$',
    '${',
    '#',
    '&',
    '|',
  ],
  ...[
    '-1',
    '0',
    '1e999',
    '99999999999999999999',
    '0x1',
    'NaN',
    'null',
    'true',
    '{}',
    '[]',
    '""',
    '"__proto__":{}',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'sha256:',
    'é',
    '\u202e',
    '\ud83d',
    '🐳',
    '日',
    '\ufeff',
    '<!--',
    ']]>',
  ],
  ...[
    '['.repeat(300),
    '{"a":'.repeat(300),
    '('.repeat(300),
    '> '.repeat(300),
    'a'.repeat(3_000),
    '* '.repeat(500),
  ],
]

const oddValues: unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e21, Number.MAX_SAFE_INTEGER, '', ' ', '\0', 'a'.repeat(5_000), [], {}, [[]]],
  ...[
    [null],
    [{}],
    { toString: 1 },
    { length: -1 },
    { __proto: null },
    '2024-13-99T99:99:99Z',
    `sha256:${'0'.repeat(64)}`,
  ],
]

export interface Mutator {
  /** Another input, made from one or two of the corpus. */
  next(): Buffer
}

/** Makes the same inputs for the same corpus and seed. */
export function createMutator(corpus: readonly Buffer[], seed: number, maxBytes: number): Mutator {
  const random = createRandom(seed)
  const below = (count: number) => Math.floor(random() * count)
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[below(items.length)]
  const values = [...oddValues, ...sample(anything({ maxDepth: 2 }), { numRuns: 100, seed })]

  const spliceBytes = (bytes: Buffer): Buffer => {
    const from = below(bytes.length + 1)
    const to = Math.min(bytes.length, from + below(random() < 0.5 ? 4 : 200))
    const before = bytes.subarray(0, from)
    switch (below(6)) {
      case 0:
        return Buffer.concat([before, bytes.subarray(to)])
      case 1:
        return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)])
      case 2:
        return Buffer.concat([before, (pick(corpus) ?? bytes).subarray(from)])
      case 3:
        return Buffer.concat([before, Buffer.of(below(256)), bytes.subarray(from + 1)])
      case 4:
        return before
      default:
        return Buffer.concat([before, Buffer.from(pick(spices) ?? ''), bytes.subarray(to)])
    }
  }

  /** One member somewhere in the document becomes something else; null for what is no JSON. */
  const replaceMember = (bytes: Buffer): Buffer | null => {
    const places: [holder: Record<string, unknown>, name: string][] = []
    const collect = (value: unknown) => {
      if (typeof value !== 'object' || value === null) return
      for (const name of Object.keys(value)) {
        const holder = value as Record<string, unknown>
        places.push([holder, name])
        collect(holder[name])
      }
    }
    try {
      const document: unknown = JSON.parse(bytes.toString())
      collect(document)
      const place = pick(places)
      if (place === undefined) return null
      const [holder, name] = place
      const change = random()
      if (change < 0.2) delete holder[name]
      else if (change < 0.4) holder[name] = structuredClone(pick(places)?.[0])
      else holder[name] = pick(values)
      return Buffer.from(JSON.stringify(document))
    } catch {
      // No JSON, or a value that JSON has no word for.
      return null
    }
  }

  return {
    next() {
      let bytes = pick(corpus) ?? Buffer.of()
      for (let left = 1 + below(4); left > 0; left--) {
        bytes = (random() < 0.6 ? replaceMember(bytes) : null) ?? spliceBytes(bytes)
      }
      return bytes.subarray(0, maxBytes)
    },
  }
}
