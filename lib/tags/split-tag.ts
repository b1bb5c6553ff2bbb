/** Takes a tag apart where people see its joints: at `-`, `_`, `.` and `+`, and between letters and digits. Pure. */

export interface TagPart {
  /** What stands before it; empty at the beginning. Of several in a row, the first. */
  separator: string
  text: string
}

/** A part with a number in it: `py3`, `14`, `01b`, `14rc2`, `8u392`. */
export interface NumberedPart {
  /** Letters before the number, in lower case; without a `v`, which says nothing. */
  lead: string
  digits: string
  /** Letters behind it, and a number behind those. */
  tail: string
}

/** The parts of a tag; none is empty. */
export function splitTag(tag: string): TagPart[] {
  const parts: TagPart[] = []
  let separator = ''
  for (const text of tag.split(/([-_.+])/)) {
    if (/^[-_.+]$/.test(text)) separator ||= text
    else if (text !== '') {
      parts.push({ separator, text })
      separator = ''
    }
  }
  return parts
}

/**
 * Takes a part with a number apart.
 * @param follows a number stands before it: any letters may then end this one
 * @returns null for a word, also for one with digits inside, such as `k8s`, `s390x` or `7zip`
 */
export function splitPart(text: string, follows = false): NumberedPart | null {
  const { lead = '', digits = '', tail = '' } = form.exec(text)?.groups ?? {}
  if (digits === '' || isHash(text)) return null
  const isPlain = lead === '' || /^v$/i.test(lead)
  if (tail !== '') {
    const isStage = /^(?:alpha|beta|rc|cr|pre|preview|dev|ea|[abcm](?=\d))/i.test(tail)
    const isLetter = /^[a-z](?:\d+)?$/i.test(tail)
    // `openjdk8u402`
    const isUpdate = /^u\d{2,3}$/i.test(tail)
    if (!isStage && !isUpdate && !(isPlain && (isLetter || follows)) && !isTime(tail)) return null
  }
  return { lead: isPlain ? '' : lead.toLowerCase(), digits, tail }
}

/** A commit's hash can look like a number with a suffix; it has letters and digits up to f, and at least seven. */
function isHash(text: string): boolean {
  return text.length >= 7 && text.length <= 64 && /^[0-9a-f]+$/i.test(text) && /[a-f]/i.test(text)
}

/** At least one digit, and nothing else. */
export function isAllDigits(text: string): boolean {
  return /^\d+$/.test(text)
}

/** Every quantifier is followed by another class, so that there is one way to read a text. */
const form = /^(?<lead>[a-z]*)(?<digits>\d+)(?<tail>(?:[a-z]+\d*z?)?)$/i

function isTime(tail: string): boolean {
  return /^t\d{2,6}z?$/i.test(tail)
}
