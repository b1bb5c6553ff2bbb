/**
 * The names of files as texts. A name is any bytes, and nearly always UTF-8. One that is not is shown with `\xNN` for each byte that is part
 * of no character, so that names of different bytes stay different names. Pure.
 */
import { isUtf8 } from 'node:buffer'

const slash = 0x2f
const backslash = 0x5c

/** Each part of a path by itself, as a folder is called the same wherever it is named. */
export function toNameText(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return toText(bytes)
  const parts: string[] = []
  let start = 0
  for (;;) {
    const found = bytes.indexOf(slash, start)
    const end = found < 0 ? bytes.length : found
    const part = bytes.subarray(start, end)
    parts.push(isUtf8(part) ? toText(part) : escapePart(part))
    if (found < 0) return parts.join('/')
    start = end + 1
  }
}

function escapePart(bytes: Uint8Array): string {
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = measureCharacter(bytes, at)
    const value = bytes[at] ?? 0
    if (length === 0) pieces.push(`\\x${value.toString(16)}`)
    // Written twice, so that it begins nothing here.
    else pieces.push(value === backslash ? '\\\\' : toText(bytes.subarray(at, at + length)))
    at += Math.max(1, length)
  }
  return pieces.join('')
}

/** Bytes of the character that begins there; 0 where none does. */
function measureCharacter(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  const isWhole = at + length <= bytes.length
  return isWhole && isUtf8(bytes.subarray(at, at + length)) ? length : 0
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
}
