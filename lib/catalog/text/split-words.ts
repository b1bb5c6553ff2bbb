/**
 * Takes normalised text apart into compounds and their parts, as names of images need it: `node.js` is the parts `node` and
 * `js`, and, joined, `nodejs`. Parts end at `-`, `.`, `_`, `+` and where letters meet digits; a run of Chinese, Japanese or
 * Korean characters gives each two neighbours.
 */

/** What stands between two spaces or other separators. */
export interface Compound {
  /** In their order; never empty. */
  parts: readonly string[]
  /** For each part, whether it follows the one before without anything between. */
  attached: readonly boolean[]
  /** Whether the parts are overlapping pairs of characters. */
  isPairs: boolean
}

const separator = 0
const letter = 1
const digit = 2
const joiner = 3
const ideograph = 4

const maxPartLength = 40
/** What has more is no name but a digest or the like, and stays whole. */
const maxParts = 8

const ideographs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々]/u
const letters = /[\p{L}\p{M}]/u
const digits = /\p{N}/u
/** The class of each code unit plus one; 0 where it is not known yet. */
const classes = new Uint8Array(65_536)

/**
 * Calls back for each compound of a normalised text.
 * @example splitWords('node.js on k8s', …) // ['node', 'js'], ['on'], ['k', '8', 's']
 */
export function splitWords(text: string, take: (compound: Compound) => void): void {
  let at = 0
  while (at < text.length) {
    const kind = classify(text, at)
    if (kind === ideograph) at = takePairs(text, at, take)
    else if (kind === letter || kind === digit) at = takeCompound(text, at, take)
    else at += 1
  }
}

/** All compounds of a normalised text. */
export function listCompounds(text: string): Compound[] {
  const compounds: Compound[] = []
  splitWords(text, (compound) => compounds.push(compound))
  return compounds
}

/**
 * The parts from one to another as one word. Digits that something kept apart stay apart: `3.12` is not `312`.
 * @example joinParts(listCompounds('x86_64')[0]) // 'x86.64'
 */
export function joinParts({ parts, attached }: Compound, from = 0, to = parts.length): string {
  let joined = parts[from] ?? ''
  for (let at = from + 1; at < to; at += 1) {
    const part = parts[at] ?? ''
    const keepsApart = attached[at] !== true && isDigitAt(joined, joined.length - 1) && isDigitAt(part, 0)
    joined += keepsApart ? `.${part}` : part
  }
  return joined
}

/** All of them as one word. */
export function joinCompounds(compounds: readonly Compound[]): string {
  return joinParts({
    parts: compounds.flatMap(({ parts }) => parts),
    attached: compounds.flatMap(({ attached }) => attached),
    isPairs: false,
  })
}

function takeCompound(text: string, start: number, take: (compound: Compound) => void): number {
  const parts: string[] = []
  const attached: boolean[] = []
  let isAttached = false
  let at = start
  let partStart = start
  let partKind = classify(text, start)
  for (;;) {
    at += 1
    const kind = at < text.length ? classify(text, at) : separator
    if (kind === partKind) continue
    parts.push(text.slice(partStart, Math.min(at, partStart + maxPartLength)))
    attached.push(isAttached)
    isAttached = kind !== joiner
    if (kind === joiner) {
      at += 1
      partKind = at < text.length ? classify(text, at) : separator
    } else partKind = kind
    if (partKind !== letter && partKind !== digit) break
    partStart = at
  }
  if (parts.length > maxParts) {
    take({
      parts: [text.slice(start, Math.min(at, start + maxPartLength))],
      attached: [false],
      isPairs: false,
    })
  } else take({ parts, attached, isPairs: false })
  return at
}

function takePairs(text: string, start: number, take: (compound: Compound) => void): number {
  let end = start + 1
  while (end < text.length && classify(text, end) === ideograph) end += 1
  const characters = [...text.slice(start, end)]
  const parts =
    characters.length === 1
      ? characters
      : characters.slice(1).map((character, at) => `${characters[at]}${character}`)
  take({ parts, attached: parts.map((_, at) => at > 0), isPairs: true })
  return end
}

function classify(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  const known = classes[unit] ?? 0
  if (known > 0) return known - 1
  if (unit >= 0xd800 && unit <= 0xdfff) {
    // The second half of a character has the class of the whole.
    const start = unit >= 0xdc00 && at > 0 ? at - 1 : at
    return toClass(String.fromCodePoint(text.codePointAt(start) ?? 0))
  }
  const found = toClass(String.fromCharCode(unit))
  classes[unit] = found + 1
  return found
}

function toClass(character: string): number {
  if ('-._+'.includes(character)) return joiner
  if (ideographs.test(character)) return ideograph
  if (letters.test(character)) return letter
  return digits.test(character) ? digit : separator
}

function isDigitAt(text: string, at: number): boolean {
  return at >= 0 && at < text.length && classify(text, at) === digit
}
