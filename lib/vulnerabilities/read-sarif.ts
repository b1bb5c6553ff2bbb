/**
 * Reads SARIF 2.1.0 (OASIS) as scanners of images write it: Trivy, Grype, Docker Scout, Snyk. SARIF has no member for a package or a
 * version, so that these come out of what each writes into its messages and properties. Pure.
 */
import { getInner, getList, getMember, getText, toText, toTime } from '#lib/documents/document-members.ts'
import { toLinkTarget } from '#lib/oci/untrusted-text.ts'
import { makeScan, type Scan, type Severity, toSeverity } from './scan.ts'

const maxRules = 100_000
/** Runs whose tools are named. */
const maxNamed = 5
/** Of other tools, such as those that read source code, a report without findings says nothing about an image. */
const scanners =
  /trivy|grype|scout|snyk|clair|anchore|osv|xray|twistlock|prisma|wiz|aqua|neuvector|kubescape/i
const vulnerabilityId =
  /\b(?:CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3}|(?:RUSTSEC|PYSEC|GO|ALSA|ELSA|RHSA|DSA|DLA|SNYK)-[\w:-]{3,60})/

/** True for such a document. */
export function isSarif(document: unknown): boolean {
  return getText(document, 'version') === '2.1.0' && Array.isArray(getMember(document, 'runs'))
}

/** What it found; null for a report of a tool that does not look for known vulnerabilities. */
export function readSarif(document: unknown): Scan | null {
  const runs = getList(document, 'runs').slice(0, 50)
  const found = runs.map((run) => [...listFound(run)])
  // Beside a scanner, what reads source code tells neither when the image was looked at nor by whom.
  const counted = runs.filter((run, at) => found[at]?.length !== 0 || scanners.test(toScanner(run) ?? ''))
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
  const byId = new Map(rules.flatMap((rule) => [[getText(rule, 'id') ?? '', rule] as const]))
  for (const result of getList(run, 'results')) {
    if (!isThere(result)) continue
    const ruleId = getText(result, 'ruleId') ?? getText(getMember(result, 'rule'), 'id')
    const index = getMember(result, 'ruleIndex')
    const rule = (typeof index === 'number' ? rules[index] : undefined) ?? byId.get(ruleId ?? '')
    const id = vulnerabilityId.exec(ruleId ?? getText(rule, 'id') ?? '')?.[0]
    if (id === undefined) continue
    yield toVulnerability(id, result, rule)
  }
}

/** Reports may also list what was looked for and not found (3.27.9), and what an earlier run has found (3.27.24). */
function isThere(result: unknown): boolean {
  const kind = getText(result, 'kind')
  return kind !== 'pass' && kind !== 'notApplicable' && getText(result, 'baselineState') !== 'absent'
}

function toVulnerability(id: string, result: unknown, rule: unknown) {
  const message = getText(getMember(result, 'message'), 'text', 2_000) ?? ''
  const properties = getMember(rule, 'properties')
  const stated = (name: string) => readLine(message, name)
  const [ofGrype, grypeName, grypeVersion] =
    /package: (\S{1,200}), version (\S{1,200}) was found/.exec(message) ?? []
  const named = stated('Package')
  const purl = toText(getList(properties, 'purls')[0], 1_000)
  const url = getText(rule, 'helpUri', 1_000)
  return {
    id,
    severity: findSeverity(result, rule, message),
    packageName: ofGrype ? (grypeName ?? null) : (named ?? null),
    packageVersion: ofGrype ? (grypeVersion ?? null) : stated('Installed Version'),
    purl: named?.startsWith('pkg:') ? named : purl,
    fixedVersion: stated('Fixed Version') ?? getText(properties, 'fixed_version'),
    source: url === null ? null : toLinkTarget(url),
    suppressed: findSuppression(result),
  }
}

function findSeverity(result: unknown, rule: unknown, message: string): Severity {
  const ofMessage = toSeverity(readLine(message, 'Severity'))
  if (ofMessage !== 'unknown') return ofMessage
  const properties = getMember(rule, 'properties')
  const ofWords = toSeverity(getMember(properties, 'cvssV3_severity'))
  if (ofWords !== 'unknown') return ofWords
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

/** The value of a line such as `Fixed Version: 1.2.3`. */
function readLine(text: string, name: string): string | null {
  const prefix = `${name.toLowerCase()}:`
  const line = text.split('\n').find((one) => one.trimStart().toLowerCase().startsWith(prefix))
  return line === undefined ? null : toText(line.slice(line.indexOf(':') + 1))
}
