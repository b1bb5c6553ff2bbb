/**
 * Reads JSON (RFC 8259) in slices, so that a long document never holds up everything else that waits, and as it stands in
 * the bytes: `JSON.parse` cannot tell that a key was there twice. Every byte is looked at a fixed number of times.
 *
 * With `isStrict` whatever readers of different languages take differently is refused: a key given twice, a byte order mark,
 * half of a surrogate pair. Otherwise it reads what `JSON.parse` reads, and the last one of equal keys counts.
 */
import { isUtf8 } from 'node:buffer'

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject
/** A map, because a key may be anything, `__proto__` too. */
export type JsonObject = Map<string, JsonValue>

/** The document is not JSON, or not JSON that everybody reads alike; the message is for the sender. */
export class JsonError extends Error {
  override name = 'JsonError'
}

/** Bytes between two places where others may have their turn; about 5 ms of work. */
const sliceBytes = 128 * 1024
const maxDepth = 64
/** Of a number; what goes beyond is not read as one. */
const maxLiteralLength = 100
/** More than any manifest has: 10,000 layers of 12 members each are fewer. */
const maxValues = 150_000

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const colon = 0x3a
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d

type Container = { kind: 'object'; value: JsonObject; key: string } | { kind: 'list'; value: JsonValue[] }

interface Cursor {
  bytes: Buffer
  at: number
  isStrict: boolean
  /** What is open at this place, the outermost first. */
  open: Container[]
  values: number
}

/**
 * Reads the document; the caller of the generator decides what happens between two slices. A number that is not written as
 * a plain whole number (`1.0`, `1e3`, `-0`) is NaN in a strict reading: not every language takes those for whole.
 * @throws {JsonError}
 */
export function* readJson(
  bytes: Uint8Array,
  { isStrict }: { isStrict: boolean },
): Generator<undefined, JsonValue> {
  if (!isUtf8(bytes)) throw new JsonError('It is not UTF-8.')
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const hasMark = buffer.length >= 3 && buffer.readUIntBE(0, 3) === 0xefbbbf
  if (hasMark && isStrict) throw new JsonError('It begins with a byte order mark, which JSON must not have.')
  const cursor: Cursor = { bytes: buffer, at: hasMark ? 3 : 0, isStrict, open: [], values: 0 }
  let sliceEnd = sliceBytes
  for (;;) {
    if (cursor.at >= sliceEnd) {
      sliceEnd = cursor.at + sliceBytes
      yield
    }
    let value = readValue(cursor)
    // A container that has just been opened goes on with its first member; anything else is complete.
    while (value !== undefined) {
      const container = cursor.open.at(-1)
      if (container === undefined) return finish(cursor, value)
      value = addMember(cursor, container, value)
    }
  }
}

/** Where the cursor is, such as `layers.3.annotations.title`; long keys are cut. */
function toPath({ open }: Cursor): string {
  return open.map((one) => (one.kind === 'list' ? one.value.length : toShown(one.key))).join('.')
}

function toShown(key: string): string {
  return key.length > 100 ? `${key.slice(0, 100)}…` : key
}

function finish(cursor: Cursor, value: JsonValue): JsonValue {
  skipSpace(cursor)
  if (cursor.at < cursor.bytes.length) throw new JsonError('There is something behind the end of it.')
  return value
}

/** A whole value, or undefined when a container was opened that has members. */
function readValue(cursor: Cursor): JsonValue | undefined {
  cursor.values += 1
  if (cursor.values > maxValues) throw new JsonError(`It has more than ${maxValues} values.`)
  skipSpace(cursor)
  const byte = cursor.bytes[cursor.at]
  if (byte === quote) return readString(cursor)
  if (byte === openBrace) return openObject(cursor)
  if (byte === openBracket) return openList(cursor)
  return readLiteral(cursor)
}

function openObject(cursor: Cursor): JsonValue | undefined {
  cursor.at += 1
  const value: JsonObject = new Map()
  if (takes(cursor, closeBrace)) return value
  push(cursor, { kind: 'object', value, key: '' })
  readKey(cursor, value)
  return undefined
}

function openList(cursor: Cursor): JsonValue | undefined {
  cursor.at += 1
  const value: JsonValue[] = []
  if (takes(cursor, closeBracket)) return value
  push(cursor, { kind: 'list', value })
  return undefined
}

function push(cursor: Cursor, container: Container): void {
  if (cursor.open.length >= maxDepth) throw new JsonError(`It is nested more than ${maxDepth} levels deep.`)
  cursor.open.push(container)
}

/** Adds a member to the innermost container; answers that container when this was its last one. */
function addMember(cursor: Cursor, container: Container, member: JsonValue): JsonValue | undefined {
  if (container.kind === 'object') container.value.set(container.key, member)
  else container.value.push(member)
  if (takes(cursor, comma)) {
    if (container.kind === 'object') readKey(cursor, container.value)
    return undefined
  }
  if (!takes(cursor, container.kind === 'object' ? closeBrace : closeBracket)) throw unexpected(cursor)
  cursor.open.pop()
  return container.value
}

function readKey(cursor: Cursor, object: JsonObject): void {
  skipSpace(cursor)
  if (cursor.bytes[cursor.at] !== quote) throw unexpected(cursor)
  const key = readString(cursor)
  const container = cursor.open.at(-1)
  if (container?.kind === 'object') container.key = key
  if (cursor.isStrict && object.has(key)) {
    throw new JsonError(`It has the member '${toPath(cursor)}' twice.`)
  }
  if (!takes(cursor, colon)) throw unexpected(cursor)
}

function readString(cursor: Cursor): string {
  const { bytes, isStrict } = cursor
  const start = cursor.at + 1
  let end = start
  let isPlain = true
  let isAscii = true
  for (;;) {
    const byte = bytes[end]
    if (byte === quote) break
    if (byte === undefined || byte < 0x20) throw unexpected({ ...cursor, at: end })
    if (byte === backslash) {
      isPlain = false
      end += 2
    } else {
      if (byte > 0x7f) isAscii = false
      end += 1
    }
  }
  cursor.at = end + 1
  if (isPlain) return bytes.toString(isAscii ? 'latin1' : 'utf8', start, end)
  const text = readEscapes(cursor, bytes.toString('utf8', start - 1, end + 1))
  if (isStrict && !text.isWellFormed()) {
    throw new JsonError(`There is half of a surrogate pair in a text, in or behind '${toPath(cursor)}'.`)
  }
  return text
}

function readEscapes(cursor: Cursor, quoted: string): string {
  try {
    return String(JSON.parse(quoted))
  } catch (cause) {
    throw new JsonError(`There is no such escape, in or behind '${toPath(cursor)}'.`, { cause })
  }
}

const literals = new Map<string, JsonValue>([
  ['null', null],
  ['true', true],
  ['false', false],
])
const numberForm = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/
const wholeNumberForm = /^(?:0|-?[1-9]\d*)$/

function readLiteral(cursor: Cursor): JsonValue {
  const { bytes, at: start, isStrict } = cursor
  let end = start
  while (end - start <= maxLiteralLength && isLiteralByte(bytes[end])) end += 1
  const text = bytes.toString('latin1', start, end)
  const literal = literals.get(text)
  if (literal === undefined && !numberForm.test(text)) throw unexpected(cursor)
  cursor.at = end
  if (literal !== undefined) return literal
  return isStrict && !wholeNumberForm.test(text) ? Number.NaN : Number(text)
}

/** Letters, digits, and the signs of a number. */
function isLiteralByte(byte: number | undefined): boolean {
  if (byte === undefined) return false
  const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a
  return isLetter || (byte >= 0x30 && byte <= 0x39) || byte === 0x2b || byte === 0x2d || byte === 0x2e
}

function takes(cursor: Cursor, byte: number): boolean {
  skipSpace(cursor)
  if (cursor.bytes[cursor.at] !== byte) return false
  cursor.at += 1
  return true
}

function skipSpace(cursor: Cursor): void {
  const { bytes } = cursor
  for (;;) {
    const byte = bytes[cursor.at]
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return
    cursor.at += 1
  }
}

function unexpected({ bytes, at }: Pick<Cursor, 'bytes' | 'at'>): JsonError {
  return new JsonError(
    at < bytes.length ? `It is not JSON: byte ${at} is not what has to be there.` : 'It ends before its end.',
  )
}
