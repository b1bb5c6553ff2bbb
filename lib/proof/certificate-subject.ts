/**
 * Names of certificates' owners as trust policies of notation write them, `C=US, ST=WA, O=Acme`: a certificate fits that has all of the
 * parts, whatever else it has (Notary Project, "Trust policy", `x509.subject`). Pure.
 */

const prefix = 'x509.subject:'
/** For any owner. */
const anyone = '*'

/** The parts, such as `C=US`, with their types in capitals; null for what is no name. */
function readSubject(text: string): string[] | null {
  const parts: string[] = []
  for (const part of splitUnescaped(text.startsWith(prefix) ? text.slice(prefix.length) : text)) {
    const equals = part.indexOf('=')
    const [type, value] = [part.slice(0, equals).trim().toUpperCase(), part.slice(equals + 1).trim()]
    if (equals < 1 || value === '') return null
    parts.push(`${type === 'S' ? 'ST' : type}=${value}`)
  }
  return parts.length === 0 ? null : parts
}

/** True for a name that a trust policy can have. */
export function isSubjectPattern(text: string): boolean {
  return text === anyone || readSubject(text) !== null
}

/** @param subject as `X509Certificate` of Node gives it, a line for each part; or as `readSubject` takes it */
export function fitsSubject(pattern: string, subject: string): boolean {
  if (pattern === anyone) return true
  const wanted = readSubject(pattern)
  const parts = new Set(readSubject(subject.replaceAll('\n', ',')))
  return wanted?.every((part) => parts.has(part)) ?? false
}

/** At commas and plus signs; a sign behind a backslash stands for itself. */
function splitUnescaped(text: string): string[] {
  const parts: string[] = []
  let part = ''
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (sign === '\\' && at + 1 < text.length) part += text[++at]
    else if (sign === ',' || sign === '+') {
      parts.push(part)
      part = ''
    } else part += sign
  }
  return [...parts, part]
}
