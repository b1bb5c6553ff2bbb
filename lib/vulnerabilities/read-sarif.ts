/**
 * Reads SARIF 2.1.0 (OASIS) as scanners of images write it: Trivy, Grype, Docker Scout, Snyk. SARIF has no member for a package or a
 * version, so that these come out of what each writes into its messages and properties. Pure.
 */
import { getInner, getList, getMember, getText, toText, toTime } from '#lib/documents/document-members.ts'
import { toLinkTarget } from '#lib/oci/untrusted-text.ts'
import { readPurl, toPackageName } from '#lib/packages/make-package-list.ts'
import { isStatedUnknown, makeScan, type Scan, type Severity, toAliases, toSeverity } from './scan.ts'

const maxRules = 100_000
/** Runs whose tools are named. */
const maxNamed = 5
/** Package URLs of one rule that are looked at for a result. */
const maxPurls = 10
/** Of other tools, such as those that read source code, a report without findings says nothing about an image. */
const scanners =
  /trivy|grype|scout|snyk|clair|anchore|osv|xray|twistlock|prisma|wiz|aqua|neuvector|kubescape/i
/** Of rules that do not say that they are about a vulnerability. */
const vulnerabilityId =
  /\b(?:CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3}|SNYK-[\w:-]{3,60}|(?:RUSTSEC|PYSEC|GO|MAL|GMS|ALSA|ELSA|RHSA|RLSA|DSA|DLA|USN)(?:[-:]\d{1,9}){1,3}(?![0-9a-z]))/

/** True for such a document. */
export function isSarif(document: unknown): boolean {
  return getText(document, 'version') === '2.1.0' && Array.isArray(getMember(document, 'runs'))
}

/** What it found; null for a report of a tool that does not look for known vulnerabilities. */
export function readSarif(document: unknown): Scan | null {
  const runs = getList(document, 'runs').slice(0, 50)
  const found = runs.map((run) => [...listFound(run)])
  // Beside a scanner, what reads source code tells neither when the image was looked at nor by whom. A scanner's results that all are
  // something else, or of a kind that is not known here, do not say that it found nothing.
  const counted = runs.filter(
    (run, at) => found[at]?.length !== 0 || (isOfScanner(run) && !getList(run, 'results').some(isThere)),
  )
  if (counted.length === 0) return null
  const names = new Set(counted.slice(0, maxNamed).flatMap((run) => toScanner(run) ?? []))
  return makeScan(
    {
      format: 'SARIF 2.1.0',
      scanner: names.size === 0 ? null : [...names].join(', '),
      scannedAt: findOldestEnd(counted),
    },
    found.flat(),
  )
}

function toScanner(run: unknown): string | null {
  const driver = getInner(run, 'tool', 'driver')
  const name = getText(driver, 'name')
  const version = getText(driver, 'semanticVersion') ?? getText(driver, 'version')
  return name !== null && version !== null ? `${name} ${version}` : name
}

function isOfScanner(run: unknown): boolean {
  return scanners.test(toScanner(run) ?? '')
}

/** The report is as old as the oldest of its runs; null where one does not say when it ended. */
function findOldestEnd(runs: readonly unknown[]): string | null {
  const ends = runs.map((run) => {
    const times = getList(run, 'invocations')
      .slice(0, 50)
      .flatMap((one) => toTime(getMember(one, 'endTimeUtc')) ?? toTime(getMember(one, 'startTimeUtc')) ?? [])
    return times.sort().at(-1) ?? ''
  })
  return ends.sort()[0] || null
}

function* listFound(run: unknown) {
  const rules = getList(getInner(run, 'tool', 'driver'), 'rules').slice(0, maxRules)
  const scanner = toScanner(run) ?? ''
  const byId = new Map(rules.flatMap((rule) => [[getText(rule, 'id') ?? '', rule] as const]))
  for (const result of getList(run, 'results')) {
    if (!isThere(result)) continue
    const ruleId = getText(result, 'ruleId') ?? getText(getMember(result, 'rule'), 'id')
    const index = getMember(result, 'ruleIndex')
    const rule = (typeof index === 'number' ? rules[index] : undefined) ?? byId.get(ruleId ?? '')
    const stated = ruleId ?? getText(rule, 'id')
    const message = getText(getMember(result, 'message'), 'text', 2_000) ?? ''
    const named = readPackage(message)
    const id = stated === null ? null : toIdentifier(stated, { scanner, rule, packageName: named.name })
    if (id === null) continue
    yield toVulnerability(id, { result, rule, message, named })
  }
}

/** The vulnerability that a result is about; null where it may be about something else, such as a secret. */
function toIdentifier(
  ruleId: string,
  { scanner, rule, packageName }: { scanner: string; rule: unknown; packageName: string | null },
): string | null {
  const isGrype = /grype/i.test(scanner)
  const own = isGrype ? cutPackage(ruleId, packageName) : ruleId
  const known = vulnerabilityId.exec(own)?.[0] ?? null
  if (!scanners.test(scanner) || !isOfVulnerability(rule)) return known
  // Where Grype's message names no package, it is not known where the identifier ends.
  return isGrype && own === ruleId ? (known ?? own) : own
}

/** Of a rule, which all of its results look at; half a dozen are usual. */
const maxTags = 100

/**
 * True for a rule that is about a known vulnerability, as Trivy tags it and names it (`OsPackageVulnerability`), as Grype names it by how the
 * package was matched (`RpmMatcherExactDirectMatch`), or as it lists the packages that have it. The identifiers alone do not tell: each
 * vendor has a form of its own, such as `SUSE-SU-2024:0549-1` and `TEMP-0841856-B18BAF`.
 */
function isOfVulnerability(rule: unknown): boolean {
  const properties = getMember(rule, 'properties')
  return (
    getList(properties, 'tags').slice(0, maxTags).includes('vulnerability') ||
    getList(properties, 'purls').length > 0 ||
    /(?:Vulnerability|Match)$/.test(getText(rule, 'name') ?? '')
  )
}

/** A rule of Grype is about a vulnerability in one package: `ELSA-2024-1234-curl-minimal`. */
function cutPackage(ruleId: string, packageName: string | null): string {
  const end = `-${packageName}`
  return packageName !== null && ruleId.endsWith(end) ? ruleId.slice(0, -end.length) : ruleId
}

/** Reports may also list what was looked for and not found (3.27.9), and what an earlier run has found (3.27.24). */
function isThere(result: unknown): boolean {
  const kind = getText(result, 'kind')
  return kind !== 'pass' && kind !== 'notApplicable' && getText(result, 'baselineState') !== 'absent'
}

interface Found {
  result: unknown
  rule: unknown
  message: string
  named: NamedPackage
}

function toVulnerability(id: string, { result, rule, message, named }: Found) {
  const properties = getMember(rule, 'properties')
  const url = getText(rule, 'helpUri', 1_000)
  // A rule of several packages lists what mends it in one of them.
  const fixed = readLine(message, 'Fixed Version') ?? getText(properties, 'fixed_version')
  return {
    id,
    aliases: toAliases(id, listOtherNames(rule)),
    severity: findSeverity(result, rule, message),
    packageName: named.name,
    packageVersion: named.version,
    purl: named.purl ?? choosePurl(getList(properties, 'purls'), named),
    fixedVersion: fixed?.toLowerCase() === 'not fixed' ? null : fixed,
    source: url === null ? null : toLinkTarget(url),
    suppressed: findSuppression(result),
  }
}

/**
 * How others call the vulnerability of a rule: Snyk begins the description with it, `(CVE-2026-1000) coreutils@9.1-1`, and OSV-Scanner lists it where
 * SARIF has a rule's earlier identifiers.
 */
function listOtherNames(rule: unknown): readonly unknown[] {
  const listed = getList(rule, 'deprecatedIds')
  const text = getText(getMember(rule, 'fullDescription'), 'text') ?? ''
  const end = text.indexOf(')')
  if (!text.startsWith('(CVE-') || end < 0) return listed
  return [...text.slice(1, end).split(','), ...listed]
}

interface NamedPackage {
  name: string | null
  version: string | null
  purl: string | null
}

/** In lines of their own (Trivy, and Docker Scout, as a package URL), or in a sentence of Grype's, of which older versions have another one. */
function readPackage(message: string): NamedPackage {
  const line = readLine(message, 'Package', 1_000)
  const purl = line?.startsWith('pkg:') ? readPurl(line) : null
  if (purl !== null) return { name: toPackageName(purl), version: purl.version, purl: line }
  if (line !== null)
    return { name: toText(line), version: readLine(message, 'Installed Version'), purl: null }
  const sentence =
    readBetween(message, ' package: ', ', version ') ?? readBetween(message, ' reports ', ' at version ')
  if (sentence === null) return { name: null, version: null, purl: null }
  return { name: toText(sentence.between), version: toText(sentence.after.split(/\s/, 1)[0]), purl: null }
}

/** A rule is of one vulnerability, and may list several packages, or a package in the version that was found first. */
function choosePurl(stated: readonly unknown[], { name, version }: NamedPackage): string | null {
  const purls = stated.slice(0, maxPurls).flatMap((one) => toText(one, 1_000) ?? [])
  if (name === null) return purls.length === 1 ? (purls[0] ?? null) : null
  const fits = (text: string) => {
    const purl = readPurl(text)
    if (purl === null || ![purl.name, toPackageName(purl)].some((one) => isSameName(one, name))) return false
    if (version === null || purl.version === null) return true
    // A version of RPM has its epoch among the qualifiers: `1:3.0.7-27.el9`.
    return purl.version === version || purl.version === version.replace(/^\d+:/, '')
  }
  return purls.find(fits) ?? null
}

/** Package URLs of Python are in small letters, with hyphens. */
function isSameName(one: string, other: string): boolean {
  const [first, second] = [one, other].map((name) => name.toLowerCase().replaceAll('_', '-'))
  return first === second
}

/** What is between two texts, and after the second. */
function readBetween(text: string, start: string, end: string): { between: string; after: string } | null {
  const from = text.indexOf(start)
  const to = from < 0 ? -1 : text.indexOf(end, from + start.length)
  if (to < 0) return null
  return { between: text.slice(from + start.length, to), after: text.slice(to + end.length) }
}

function findSeverity(result: unknown, rule: unknown, message: string): Severity {
  const properties = getMember(rule, 'properties')
  for (const words of [readLine(message, 'Severity'), getMember(properties, 'cvssV3_severity')]) {
    const stated = toSeverity(words)
    // A score of 0.0 beside it is none.
    if (stated !== 'unknown' || isStatedUnknown(words)) return stated
  }
  const ofScore = toSeverity(getMember(properties, 'security-severity'))
  if (ofScore !== 'unknown') return ofScore
  // Without a level it is that of its rule, or a warning (3.27.10).
  const level =
    getText(result, 'level') ?? getText(getMember(rule, 'defaultConfiguration'), 'level') ?? 'warning'
  return level === 'error' ? 'high' : level === 'warning' ? 'medium' : level === 'note' ? 'low' : 'unknown'
}

/** One that is under review, or was rejected, leaves the result open, whatever others say (3.27.23). */
function findSuppression(result: unknown): string | null {
  const stated = getList(result, 'suppressions')
  const areAccepted = stated.every((one) => (getText(one, 'status') ?? 'accepted') === 'accepted')
  if (stated.length === 0 || !areAccepted) return null
  const reason = stated.find((one) => getText(one, 'justification') !== null)
  return getText(reason, 'justification') ?? 'Suppressed in the report'
}

/** The value of a line such as `Fixed Version: 1.2.3`; Docker Scout writes `  Fixed version   : 1.2.3`. */
function readLine(text: string, name: string, maxLength?: number): string | null {
  const wanted = name.toLowerCase()
  const line = text.split('\n').find((one) => {
    const at = one.indexOf(':')
    return at > 0 && one.slice(0, at).trim().toLowerCase() === wanted
  })
  return line === undefined ? null : toText(line.slice(line.indexOf(':') + 1), maxLength)
}
