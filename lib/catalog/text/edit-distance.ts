/**
 * How many slips of the keyboard lie between two words: letters left out, added, replaced, or two neighbours swapped
 * (the Damerau–Levenshtein distance, in its form in which no part is changed twice).
 */

/** The letters stand in the lower bits of a signature, and the length above them. */
const letterBits = 26
const letterMask = 2 ** letterBits - 1

/** Which characters occur, as bits, of which one edit changes at most two; and the length. */
export function toSignature(term: string): number {
  let signature = 0
  for (let at = 0; at < term.length; at += 1) signature |= 1 << ((term.charCodeAt(at) & 31) % letterBits)
  return (signature | (Math.min(term.length, 63) << letterBits)) >>> 0
}

/** Whether two terms may lie within so many edits, each of which takes away one letter at most and brings in one. */
export function mayBeNear(a: number, b: number, limit: number): boolean {
  // First what rules out nearly all: the processor is then seldom wrong about what comes next.
  if (!hasAtMost(a & ~b & letterMask, limit) || !hasAtMost(b & ~a & letterMask, limit)) return false
  const lengths = (a >>> letterBits) - (b >>> letterBits)
  return lengths <= limit && -lengths <= limit
}

/** Whether no more than one or two bits are set; of a larger limit it only says that there may be. */
function hasAtMost(bits: number, limit: number): boolean {
  // Each takes away the lowest. A loop of them would take three times as long.
  const fewer = bits & (bits - 1)
  return (limit === 1 ? fewer : fewer & (fewer - 1)) === 0 || limit > 2
}

const maxLength = 64
const rows = [0, 1, 2].map(() => new Uint8Array(maxLength + 1)) as [Uint8Array, Uint8Array, Uint8Array]

/** The distance, or `limit + 1` where it is larger than the limit. Words of more than 64 characters are far from any other. */
export function measureDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit || a.length > maxLength || b.length > maxLength) return limit + 1
  let [beforeLast, last, row] = rows
  for (let column = 0; column <= b.length; column += 1) last[column] = column
  for (let line = 1; line <= a.length; line += 1) {
    const letter = a.charCodeAt(line - 1)
    row.fill(limit + 1)
    row[0] = Math.min(line, limit + 1)
    let least = row[0] ?? 0
    const from = Math.max(1, line - limit)
    const to = Math.min(b.length, line + limit)
    for (let column = from; column <= to; column += 1) {
      const other = b.charCodeAt(column - 1)
      let distance = Math.min(
        (last[column] ?? 0) + 1,
        (row[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (letter === other ? 0 : 1),
      )
      const isSwapped =
        line > 1 && column > 1 && letter === b.charCodeAt(column - 2) && a.charCodeAt(line - 2) === other
      if (isSwapped) distance = Math.min(distance, (beforeLast[column - 2] ?? 0) + 1)
      row[column] = distance
      if (distance < least) least = distance
    }
    if (least > limit) return limit + 1
    const spare = beforeLast
    beforeLast = last
    last = row
    row = spare
  }
  return Math.min(last[b.length] ?? 0, limit + 1)
}
