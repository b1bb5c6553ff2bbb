/** What a scanner found, whichever format its report has. */
import { toText } from '#lib/documents/document-members.ts'
import { keepWithin } from '#lib/documents/keep-within.ts'

/** The worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'] as const
export type Severity = (typeof SEVERITIES)[number]

export interface Vulnerability {
  /** Such as `CVE-2026-31877`. */
  id: string
  /** Its names elsewhere, as `toAliases` says; a statement may call it by one of them. */
  aliases: string[]
  severity: Severity
  /** Null where the report names none. */
  packageName: string | null
  packageVersion: string | null
  purl: string | null
  fixedVersion: string | null
  /** An address that the report gives for it; a stranger's, http or https. */
  source: string | null
  /** Why the report itself does not count it; null when it does. */
  suppressed: string | null
}

export interface Scan {
  format: string
  scanner: string | null
  /** As the report says; null where it says nothing. */
  scannedAt: string | null
  /** Each once, the worst first; of very many the first. */
  vulnerabilities: Vulnerability[]
  totalCount: number
}

const maxVulnerabilities = 10_000
/** Of all their texts: a page parses them at once. */
const maxCharacters = 2_000_000
/** Of one vulnerability: those that are looked at, and those that are kept. */
const maxNames = 100
const maxAliases = 3

/** What a report says of one; what it does not speak of is left out. */
export type StatedVulnerability = Omit<Vulnerability, 'aliases' | 'suppressed'> &
  Partial<Pick<Vulnerability, 'aliases' | 'suppressed'>>

/** Makes the list: each vulnerability of a package once, the worst first. */
export function makeScan(
  about: Pick<Scan, 'format' | 'scanner' | 'scannedAt'>,
  stated: Iterable<StatedVulnerability>,
): Scan {
  const found = new Map<string, Vulnerability>()
  let seen = 0
  for (const given of stated) {
    const one: Vulnerability = { aliases: [], suppressed: null, ...given }
    const identity = JSON.stringify([one.id, one.packageName, one.packageVersion, one.purl])
    const known = found.get(identity)
    if (known !== undefined) {
      if (isWorse(one, known)) found.set(identity, one)
      continue
    }
    seen++
    // The worst may stand last, so that the list is cut only when it is sorted.
    if (found.size < 10 * maxVulnerabilities) found.set(identity, one)
  }
  const vulnerabilities = [...found.values()].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  )
  const kept = keepWithin(vulnerabilities, { maxItems: maxVulnerabilities, maxCharacters }, (one) => [
    one.id,
    ...one.aliases,
    one.packageName,
    one.packageVersion,
    one.purl,
    one.fixedVersion,
    one.source,
    one.suppressed,
  ])
  return { ...about, vulnerabilities: kept, totalCount: seen }
}

/**
 * The other names of a vulnerability. An advisory that is about several is none of them, whichever names they have: what is said of one of
 * them does not hold for the others.
 * @param listed in the report, of which so many are looked at as any has; the vulnerability's own name may be among them
 * @param read gives the name of one of those; null for what is none
 */
export function toAliases(
  id: string,
  listed: readonly unknown[],
  read: (one: unknown) => string | null = toText,
): string[] {
  const others = new Map<string, string>()
  for (const one of listed.slice(0, maxNames)) {
    const name = read(one)
    if (name !== null) others.set(name.toUpperCase(), name)
  }
  others.delete(id.toUpperCase())
  const numbers = [id.toUpperCase(), ...others.keys()].filter(isCve)
  if (numbers.length > 1) return []
  // That of CVE first, by which most statements are made.
  return [...others.values()].sort((a, b) => Number(isCve(b)) - Number(isCve(a))).slice(0, maxAliases)
}

function isCve(name: string): boolean {
  return /^CVE-/i.test(name)
}

/** Of what a report lists twice: what is open is worse than what is suppressed, however bad that would be. */
function isWorse(one: Vulnerability, other: Vulnerability): boolean {
  const [isOpen, wasOpen] = [one.suppressed === null, other.suppressed === null]
  return isOpen === wasOpen ? SEVERITIES.indexOf(one.severity) < SEVERITIES.indexOf(other.severity) : isOpen
}

const words: ReadonlyMap<string, Severity> = new Map([
  ['critical', 'critical'],
  ['high', 'high'],
  ['important', 'high'],
  ['medium', 'medium'],
  ['moderate', 'medium'],
  ['low', 'low'],
  ['minor', 'low'],
  ['negligible', 'negligible'],
  ['unimportant', 'negligible'],
  ['none', 'negligible'],
  ['info', 'negligible'],
])

/** A severity from a word, or from a score of CVSS (3.1, "Qualitative Severity Rating Scale"). */
export function toSeverity(value: unknown): Severity {
  if (typeof value !== 'string' && typeof value !== 'number') return 'unknown'
  const text = String(value).slice(0, 40).trim()
  const named = words.get(text.toLowerCase())
  if (named !== undefined) return named
  if (!/^\d{1,2}(?:\.\d+)?$/.test(text)) return 'unknown'
  const score = Number(text)
  if (score > 10) return 'unknown'
  if (score >= 9) return 'critical'
  if (score >= 7) return 'high'
  if (score >= 4) return 'medium'
  return score > 0 ? 'low' : 'negligible'
}

/** True for the words of scanners for a severity that nobody has decided on; what has no such word may have a score. */
export function isStatedUnknown(value: unknown): boolean {
  return typeof value === 'string' && /^\s{0,9}(?:unknown|unspecified)\s{0,9}$/i.test(value)
}
