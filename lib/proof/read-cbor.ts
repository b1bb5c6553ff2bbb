/**
 * Reads CBOR (RFC 8949) as far as envelopes of COSE need it: numbers, byte and text strings, arrays, maps, tags, the simple values;
 * all of definite length. Bounded in depth and count, and every byte is looked at once.
 */
export type CborValue =
  | undefined
  | null
  | boolean
  | number
  | string
  | Buffer
  | CborValue[]
  | Map<CborValue, CborValue>

const maxDepth = 16
const maxItems = 10_000

interface Cursor {
  bytes: Buffer
  at: number
  items: number
}

/** @throws {Error} for what is no CBOR, is not all there, or is more than an envelope has */
export function readCbor(bytes: Buffer): CborValue {
  const cursor = { bytes, at: 0, items: 0 }
  const value = readItem(cursor, 0)
  if (cursor.at !== bytes.length) throw new Error('There is something behind the end of it.')
  return value
}

function readItem(cursor: Cursor, depth: number): CborValue {
  cursor.items += 1
  if (depth > maxDepth || cursor.items > maxItems) throw new Error('It is too deep, or has too many parts.')
  const first = take(cursor, 1)[0] ?? 0
  const major = first >> 5
  if (major === 7) return readSimple(cursor, first & 31)
  const length = readLength(cursor, first & 31)
  switch (major) {
    case 0:
      return length
    case 1:
      return -1 - length
    case 2:
      return take(cursor, length)
    case 3:
      return take(cursor, length).toString('utf8')
    case 4:
      return readItems(cursor, length, depth)
    case 5:
      return readMap(cursor, length, depth)
    default:
      // A tag says what follows it is; that is known here.
      return readItem(cursor, depth + 1)
  }
}

function readItems(cursor: Cursor, length: number, depth: number): CborValue[] {
  requireItems(cursor, length)
  return Array.from({ length }, () => readItem(cursor, depth + 1))
}

function readMap(cursor: Cursor, length: number, depth: number): Map<CborValue, CborValue> {
  requireItems(cursor, length)
  const map = new Map<CborValue, CborValue>()
  for (let at = 0; at < length; at++) {
    const key = readItem(cursor, depth + 1)
    if (map.has(key)) throw new Error('A map has a key twice.')
    map.set(key, readItem(cursor, depth + 1))
  }
  return map
}

/** A length that is not there would be made room for. */
function requireItems({ bytes, at }: Cursor, length: number): void {
  if (length > Math.min(maxItems, bytes.length - at)) throw new Error('It ends before its end.')
}

function readSimple(cursor: Cursor, info: number): CborValue {
  const known = new Map<number, CborValue>([
    [20, false],
    [21, true],
    [22, null],
    [23, undefined],
  ])
  if (known.has(info)) return known.get(info)
  // Numbers with a point: none of them says anything here.
  if (info >= 25 && info <= 27) {
    take(cursor, 2 ** (info - 24))
    return null
  }
  throw new Error('It has a value of an unknown kind.')
}

function readLength(cursor: Cursor, info: number): number {
  if (info < 24) return info
  if (info > 27) throw new Error('It has a part without a length.')
  const bytes = take(cursor, 2 ** (info - 24))
  const length = Number(BigInt(`0x${bytes.toString('hex')}`))
  if (!Number.isSafeInteger(length)) throw new Error('It has a number that is too large.')
  return length
}

function take(cursor: Cursor, length: number): Buffer {
  const { bytes, at } = cursor
  if (length > bytes.length - at) throw new Error('It ends before its end.')
  cursor.at = at + length
  return bytes.subarray(at, at + length)
}
