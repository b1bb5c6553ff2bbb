/**
 * Weighs JSON (RFC 8259) before it is parsed: `JSON.parse` cannot be interrupted, and 2 MiB of brackets or of different keys
 * hold everybody else up for a second. What it takes depends on the values and the depth, hardly on the length of texts; a member
 * of an object takes several times what a member of a list does.
 */

/** More than any request here has; 5,000 different keys are parsed in a millisecond. */
const maxWeight = 20_000
const memberWeight = 4
const maxDepth = 100

const nearBytes = 64

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const colon = 0x3a

/**
 * True for a document that is parsed in a moment, or is no JSON at all: what is wrong with it is the parser's to say.
 * @example isLightJson(Buffer.from('[[]]')) // true
 */
export function isLightJson(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let weight = 1
  let depth = 0
  for (let at = 0; at < buffer.length; at += 1) {
    const byte = buffer[at] ?? 0
    if (byte === quote) {
      at = findStringEnd(buffer, at + 1)
    } else if (byte === comma) {
      weight += 1
    } else if (byte === colon) {
      weight += memberWeight
    } else if ((byte | 0x20) === 0x7b) {
      // A bracket or a brace; the first member has no comma before it.
      weight += 1
      depth += 1
    } else if ((byte | 0x20) === 0x7d) {
      depth -= 1
    }
    if (weight > maxWeight || depth > maxDepth) return false
  }
  return true
}

/** Where the quotation mark is that ends the text, or the end of the document. */
function findStringEnd(buffer: Buffer, from: number): number {
  // A long text without an escape in it is passed over at once; to ask for each short one would take longer than to look.
  const near = skipText(buffer, from, from + nearBytes)
  if (buffer[near] === quote || near >= buffer.length) return near
  const end = buffer.indexOf(quote, near)
  if (end < 0) return buffer.length
  return buffer[end - 1] === backslash ? skipText(buffer, near, buffer.length) : end
}

/** Goes on to a quotation mark that is not escaped, and not much beyond `until`. */
function skipText(buffer: Buffer, from: number, until: number): number {
  let at = from
  while (at < until && at < buffer.length && buffer[at] !== quote) at += buffer[at] === backslash ? 2 : 1
  return at
}
