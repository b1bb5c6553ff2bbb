/**
 * Parses a stranger's JSON within bounds on its shape. `JSON.parse` builds whatever a text describes, and 32 MB can describe gigabytes: when
 * a thread's memory ends in the middle of it, nothing can stop that thread alone, and the whole process ends. So depth and number of
 * values are counted before.
 */

/** Why the bytes are no document that could be read. */
export const UNREADABLE_DOCUMENTS = ['not-json', 'not-utf-8', 'too-deep', 'too-many-values'] as const

/** The bytes are no document that could be read. */
export class DocumentError extends Error {
  override name = 'DocumentError'

  readonly trouble: (typeof UNREADABLE_DOCUMENTS)[number]

  constructor(trouble: DocumentError['trouble'], options?: ErrorOptions) {
    super(`The document cannot be read: ${trouble}.`, options)
    this.trouble = trouble
  }
}

/** More than any real document has: those of 32 MB have about a million values. */
const maxValues = 2_000_000
const maxDepth = 200

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d

/** @throws {DocumentError} */
export function parseDocument(text: string): unknown {
  refuseExcess(text)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new DocumentError('not-json', { cause })
  }
}

/** Looks at each character once. */
function refuseExcess(text: string): void {
  let depth = 0
  let values = 0
  let isText = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isText) {
      if (code === backslash) at++
      else if (code === quote) isText = false
      continue
    }
    if (code === quote) isText = true
    else if (code === comma) values++
    else if (code === openBrace || code === openBracket) {
      values++
      if (++depth > maxDepth) throw new DocumentError('too-deep')
    } else if (code === closeBrace || code === closeBracket) depth--
    if (values > maxValues) throw new DocumentError('too-many-values')
  }
}
