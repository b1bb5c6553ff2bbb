/**
 * A sorted list of terms in one array of bytes. As strings a million of them would take several times as much, and one that was cut
 * out of a text would keep all of the text in memory.
 *
 * Each code unit is written as UTF-8 writes a character of its number, so that bytes have the order of JavaScript's strings, and
 * half a character, as a long word may end with, is kept as it is.
 */

export interface Terms {
  count: number
  bytes: Uint8Array
  /** Term `t` stands from `starts[t]` to `starts[t + 1]`. */
  starts: Uint32Array
}

export const noTerms: Terms = { count: 0, bytes: new Uint8Array(0), starts: new Uint32Array(1) }

const maxBytesOfUnit = 3
/** The first byte of a code unit of more than one byte, and each of the others, begin so. */
const twoBytes = 0xc0
const threeBytes = 0xe0
const following = 0x80

let wanted = new Uint8Array(256)

/** The number of the term; -1 where there is none. */
export function findTerm(terms: Terms, term: string): number {
  const length = encodeWanted(term)
  const at = findPlace(terms, length, false)
  if (at === terms.count || compareStart(terms, at, length) !== 0) return -1
  return (terms.starts[at + 1] ?? 0) - (terms.starts[at] ?? 0) === length ? at : -1
}

/** The terms that begin so, from the first number to before the second. */
export function findBeginning(terms: Terms, beginning: string): [number, number] {
  const length = encodeWanted(beginning)
  return [findPlace(terms, length, false), findPlace(terms, length, true)]
}

/** The term with this number. */
export function readTerm({ bytes, starts }: Terms, number: number): string {
  return decode(bytes, starts[number] ?? 0, starts[number + 1] ?? 0)
}

/** The first code units of the term, or all of them where it has no more. */
export function readStart(terms: Terms, number: number, units: number): string {
  const [from, end] = [terms.starts[number] ?? 0, terms.starts[number + 1] ?? 0]
  return decode(terms.bytes, from, findUnit(terms.bytes, from, end, units))
}

/** Whether two terms have their first code units in common, or all of them where both have no more. */
export function hasSameStart({ bytes, starts }: Terms, a: number, b: number, units: number): boolean {
  const from = starts[a] ?? 0
  const end = findUnit(bytes, from, starts[a + 1] ?? 0, units)
  const other = starts[b] ?? 0
  const otherEnd = findUnit(bytes, other, starts[b + 1] ?? 0, units)
  if (otherEnd - other !== end - from) return false
  for (let at = from; at < end; at += 1) if (bytes[at] !== bytes[other + at - from]) return false
  return true
}

/** Below 0 where the one term comes before the other, 0 where they are the same. */
export function compareTerms(a: Terms, numberOfA: number, b: Terms, numberOfB: number): number {
  const [from, end] = [a.starts[numberOfA] ?? 0, a.starts[numberOfA + 1] ?? 0]
  const [other, otherEnd] = [b.starts[numberOfB] ?? 0, b.starts[numberOfB + 1] ?? 0]
  const length = Math.min(end - from, otherEnd - other)
  for (let at = 0; at < length; at += 1) {
    const difference = (a.bytes[from + at] ?? 0) - (b.bytes[other + at] ?? 0)
    if (difference !== 0) return difference
  }
  return end - from - (otherEnd - other)
}

/** Makes a list, to which terms are added in their order. */
export interface TermWriter {
  add(term: string): void
  /** Adds one out of another list. */
  copy(from: Terms, number: number): void
  /** What was added; nothing is to be added any more. */
  finish(): Terms
}

/** @param size how many terms and bytes there may be, where that is known; more find room too */
export function createTermWriter(
  size: { count: number; byteCount: number } = { count: 0, byteCount: 0 },
): TermWriter {
  let starts = new Uint32Array(size.count + 1)
  let bytes = new Uint8Array(size.byteCount)
  let count = 0
  let end = 0
  const makeRoom = (length: number) => {
    if (end + length > bytes.length) bytes = grow(bytes, end + length)
    if (count + 1 >= starts.length) {
      const grown = new Uint32Array(Math.ceil(starts.length * 1.5) + 16)
      grown.set(starts)
      starts = grown
    }
  }
  return {
    add: (term) => {
      makeRoom(term.length * maxBytesOfUnit)
      end = encode(term, bytes, end)
      starts[++count] = end
    },
    copy: (from, number) => {
      const [first, last] = [from.starts[number] ?? 0, from.starts[number + 1] ?? 0]
      makeRoom(last - first)
      // A loop, as a view for each of a million would be garbage.
      for (let at = first; at < last; at += 1) bytes[end++] = from.bytes[at] ?? 0
      starts[++count] = end
    },
    finish: () => ({ count, bytes: bytes.slice(0, end), starts: starts.slice(0, count + 1) }),
  }
}

function grow(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(Math.max(length, Math.ceil(bytes.length * 1.5) + 256))
  grown.set(bytes)
  return grown
}

/** The first place of a term that does not come before what is wanted; `isPast`: of one that comes after all that begin so. */
function findPlace(terms: Terms, length: number, isPast: boolean): number {
  let from = 0
  let to = terms.count
  while (from < to) {
    const middle = (from + to) >>> 1
    const compared = compareStart(terms, middle, length)
    if (compared < 0 || (isPast && compared === 0)) from = middle + 1
    else to = middle
  }
  return from
}

/** Below 0 where the term comes before what is wanted, 0 where it begins so. */
function compareStart({ bytes, starts }: Terms, number: number, length: number): number {
  const from = starts[number] ?? 0
  const own = (starts[number + 1] ?? 0) - from
  const shared = Math.min(own, length)
  for (let at = 0; at < shared; at += 1) {
    const difference = (bytes[from + at] ?? 0) - (wanted[at] ?? 0)
    if (difference !== 0) return difference
  }
  return shared - length
}

/** Writes what is looked for into `wanted`; answers how many bytes it has. */
function encodeWanted(text: string): number {
  if (text.length * maxBytesOfUnit > wanted.length) wanted = new Uint8Array(text.length * maxBytesOfUnit)
  return encode(text, wanted, 0)
}

/** Writes the text from this place on; answers where it ends. */
function encode(text: string, bytes: Uint8Array, from: number): number {
  let end = from
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) bytes[end++] = unit
    else {
      if (unit < 0x800) bytes[end++] = twoBytes | (unit >> 6)
      else {
        bytes[end++] = threeBytes | (unit >> 12)
        bytes[end++] = following | ((unit >> 6) & 63)
      }
      bytes[end++] = following | (unit & 63)
    }
  }
  return end
}

function decode(bytes: Uint8Array, from: number, end: number): string {
  const units: number[] = []
  for (let at = from; at < end; ) {
    const first = bytes[at] ?? 0
    const second = (bytes[at + 1] ?? 0) & 63
    if (first < following) {
      units.push(first)
      at += 1
    } else if (first < threeBytes) {
      units.push(((first & 31) << 6) | second)
      at += 2
    } else {
      units.push(((first & 15) << 12) | (second << 6) | ((bytes[at + 2] ?? 0) & 63))
      at += 3
    }
  }
  return String.fromCharCode(...units)
}

/** Where the code unit with this number begins, or the end where there are fewer. */
function findUnit(bytes: Uint8Array, from: number, end: number, units: number): number {
  let at = from
  for (let unit = 0; unit < units && at < end; unit += 1) {
    const first = bytes[at] ?? 0
    at += first < following ? 1 : first < threeBytes ? 2 : 3
  }
  return at
}
