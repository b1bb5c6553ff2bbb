/**
 * Ranges of bytes: `Range` of a download (RFC 9110, section 14.1) and `Content-Range` of a chunk, which the distribution
 * specification writes without a unit (1.1.1, "Pushing a blob in chunks").
 */

/** `start` is the first byte, `end` the one behind the last. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * The part of a blob that a download asks for.
 * @returns null for all of it: no range, or one that a server may ignore; `unsatisfiable` when no byte of it exists, or when it
 * ends before it begins: RFC 9110 lets a server choose (section 14.2), and all of a blob is not what was asked for
 */
export function parseRange(
  header: string | undefined,
  sizeBytes: number,
): ByteRange | null | 'unsatisfiable' {
  const match = /^bytes=[ \t]*(\d{0,15})-(\d{0,15})[ \t]*$/.exec(header ?? '')
  if (match === null) return null
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return null
  if (first === '') {
    const suffix = Number(last)
    return suffix === 0 || sizeBytes === 0
      ? 'unsatisfiable'
      : { start: Math.max(0, sizeBytes - suffix), end: sizeBytes }
  }
  const start = Number(first)
  if (start >= sizeBytes || (last !== '' && Number(last) < start)) return 'unsatisfiable'
  return { start, end: last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes) }
}

/** The place of a chunk: `0-1023`, with or without the unit and the total; null when it is not one. */
export function parseContentRange(header: string): ByteRange | null {
  const match = /^(?:bytes[ =])?(\d{1,15})-(\d{1,15})(?:\/(?:\d{1,15}|\*))?$/.exec(header.trim())
  if (match === null) return null
  const [start, last] = [Number(match[1]), Number(match[2])]
  return last < start ? null : { start, end: last + 1 }
}
