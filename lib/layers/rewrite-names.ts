/**
 * Headers whose names are no UTF-8, in a form that the parser of archives can read. It takes names for UTF-8, and passes over a record of an
 * extended header that is none, so that only what stands in the old field is left: of a name without ASCII letters, nothing
 * (Go's `archive/tar`, `toASCII`).
 */
import { isUtf8 } from 'node:buffer'
import { blockBytes, readHeader } from './feed-blocks.ts'
import { toNameText } from './name-text.ts'

const [sizeAt, checksumAt, typeAt, targetAt] = [124, 148, 156, 157]
const names = new Set(['path', 'linkpath'])
/** Of the other records, all that says something about an entry. */
const otherKeys = new Set(['size', 'mtime', 'uid', 'gid', 'mode'])
const sparsePrefix = 'GNU.sparse.'

/**
 * @param bytes a header with its names, which are records of `pax` or a long name of GNU
 * @returns the same with names in UTF-8; null where they cannot be told from one another
 */
export function rewriteNames(bytes: Buffer): Buffer | null {
  const header = bytes.subarray(0, blockBytes)
  const size = readHeader(bytes, 0)?.size ?? 0
  const body = bytes.subarray(blockBytes, blockBytes + size)
  const isOfGnu = 'LKN'.includes(String.fromCharCode(header[typeAt] ?? 0))
  const text = isOfGnu ? `${toNameText(cutAtNul(body))}\0` : rewriteRecords(body)
  return text === null ? null : join(header, Buffer.from(text))
}

/** The name in the field of a header, with what stands before it (POSIX.1-2024, `ustar` interchange format). */
export function readOwnPath(header: Buffer): Buffer {
  const name = cutAtNul(header.subarray(0, 100))
  if (header.toString('latin1', 257, 265) !== 'ustar\x0000') return name
  // Some write times behind a shorter prefix; the parser tells them by the same byte.
  const isLong = header[475] !== 0
  const prefix = cutAtNul(header.subarray(345, isLong ? 500 : 475))
  return isLong || prefix.length > 0 ? Buffer.concat([prefix, Buffer.from('/'), name]) : name
}

/** What a link names, in the field of its header. */
export function readOwnTarget(header: Buffer): Buffer {
  return cutAtNul(header.subarray(targetAt, 257))
}

/** True for the header of a link that has nothing in the field of its target. */
export function isWithoutTarget(bytes: Buffer, at: number): boolean {
  const type = bytes[at + typeAt]
  return (type === 0x31 || type === 0x32) && bytes[at + targetAt] === 0 && readHeader(bytes, at) !== null
}

/** The same with something in that field. The parser demands it, though the target may be in a header of its own and have no ASCII letter. */
export function fillTarget(header: Buffer): Buffer {
  const bytes = Buffer.from(header)
  bytes.write('?', targetAt)
  seal(bytes)
  return bytes
}

function cutAtNul(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0)
  return end < 0 ? bytes : bytes.subarray(0, end)
}

/** Null where a record has another length than it says. */
function rewriteRecords(body: Buffer): string | null {
  const records: string[] = []
  for (let at = 0; at < body.length; ) {
    const length = Number.parseInt(body.toString('latin1', at, at + 12), 10)
    const end = at + length
    const space = body.indexOf(0x20, at)
    if (!(length > 0) || end > body.length || body[end - 1] !== 10 || space < 0 || space >= end) return null
    const record = body.subarray(space + 1, end - 1)
    const equals = record.indexOf(0x3d)
    const key = record.toString('latin1', 0, Math.max(0, equals))
    const value = record.subarray(equals + 1)
    if (names.has(key) || key.startsWith(sparsePrefix)) records.push(writeRecord(key, toNameText(value)))
    else if (otherKeys.has(key) && isUtf8(value)) records.push(writeRecord(key, value.toString()))
    at = end
  }
  return records.join('')
}

/** Its length counts the digits of the length, too. */
function writeRecord(key: string, value: string): string {
  const restBytes = Buffer.byteLength(` ${key}=${value}\n`)
  let length = restBytes + String(restBytes).length
  if (String(length).length > String(restBytes).length) length = restBytes + String(length).length
  return `${length} ${key}=${value}\n`
}

function join(header: Buffer, body: Buffer): Buffer {
  const bytes = Buffer.alloc(blockBytes + blockBytes * Math.ceil(body.length / blockBytes))
  header.copy(bytes)
  body.copy(bytes, blockBytes)
  bytes.write(`${body.length.toString(8).padStart(11, '0')}\0`, sizeAt, 'latin1')
  seal(bytes)
  return bytes
}

/** Makes the sum of a header right again. */
function seal(bytes: Buffer): void {
  bytes.write('        ', checksumAt, 'latin1')
  const sum = bytes.subarray(0, blockBytes).reduce((total, byte) => total + byte, 0)
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, checksumAt, 'latin1')
}
