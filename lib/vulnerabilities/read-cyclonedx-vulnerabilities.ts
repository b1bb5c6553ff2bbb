/**
 * Reads the vulnerabilities of a CycloneDX document (ECMA-424, "vulnerabilities"), which Trivy and Grype write beside its components.
 * What its `analysis` says is not affected, a false positive or resolved does not count, with the reason that it gives. Pure.
 */
import { getInner, getList, getMember, getText, getTime, toText } from '#lib/documents/document-members.ts'
import { toLinkTarget } from '#lib/oci/untrusted-text.ts'
import {
  isStatedUnknown,
  makeScan,
  type Scan,
  SEVERITIES,
  type Severity,
  toAliases,
  toSeverity,
} from './scan.ts'

const maxPerVulnerability = 500
const cleared = new Set(['not_affected', 'false_positive', 'resolved', 'resolved_with_pedigree'])

/** What the document knows of its components by their references. */
export type Components = ReadonlyMap<
  string,
  { name: string | null; version: string | null; purl: string | null }
>

/** What it lists; null for a document that lists none, which need not be the report of a scanner. */
export function readCycloneDxVulnerabilities(
  document: unknown,
  { components, scanner }: { components: Components; scanner: string | null },
): Scan | null {
  const stated = getList(document, 'vulnerabilities')
  if (stated.length === 0) return null
  return makeScan(
    {
      format: `CycloneDX ${getText(document, 'specVersion', 10) ?? ''}`.trim(),
      scanner,
      scannedAt: getTime(getMember(document, 'metadata'), 'timestamp'),
    },
    listFound(stated, components),
  )
}

function* listFound(stated: readonly unknown[], components: Components) {
  for (const one of stated) {
    const id = getText(one, 'id')
    if (id === null) continue
    const url = getText(getInner(one, 'source'), 'url', 1_000)
    const common = {
      id,
      aliases: toAliases(id, getList(one, 'references'), (other) => getText(other, 'id')),
      severity: toWorst(getList(one, 'ratings')),
      source: url === null ? null : toLinkTarget(url),
      suppressed: toReason(getMember(one, 'analysis')),
    }
    const affected = getList(one, 'affects').slice(0, maxPerVulnerability)
    const advice = readAdvice(getText(one, 'recommendation', 4_000))
    for (const target of affected.length > 0 ? affected : [null]) {
      const component = components.get(getText(target, 'ref', 1_000) ?? '')
      yield {
        ...common,
        packageName: component?.name ?? null,
        packageVersion: component?.version ?? null,
        purl: component?.purl ?? null,
        fixedVersion: findFixed(target) ?? findAdvised(advice, component?.name ?? null),
      }
    }
  }
}

function toWorst(ratings: readonly unknown[]): Severity {
  const found = ratings.slice(0, 20).map((one) => {
    const stated = getMember(one, 'severity')
    const [named, scored] = [toSeverity(stated), toSeverity(getMember(one, 'score'))]
    if (named !== 'unknown') return named
    // A score of 0.0 beside it is none.
    return isStatedUnknown(stated) && scored === 'negligible' ? 'unknown' : scored
  })
  return SEVERITIES.find((severity) => found.includes(severity)) ?? 'unknown'
}

function findFixed(target: unknown): string | null {
  const found = getList(target, 'versions')
    .slice(0, 100)
    .find((one) => getText(one, 'status') === 'unaffected')
  return getText(found, 'version')
}

interface Advised {
  name: string
  version: string
}

/** Trivy says only in words what mends it: `Upgrade openssl to version 3.0.15; Upgrade libssl3 to version 3.0.15`. */
function readAdvice(recommendation: string | null): Advised[] {
  const [start, middle] = ['Upgrade ', ' to version ']
  return (recommendation ?? '').split(';').flatMap((part) => {
    const text = part.trim()
    const end = text.indexOf(middle)
    if (!text.startsWith(start) || end < start.length) return []
    const [name, version] = [toText(text.slice(start.length, end)), toText(text.slice(end + middle.length))]
    return name === null || version === null ? [] : [{ name, version }]
  })
}

/** What is advised for a package; of several versions, all. */
function findAdvised(advice: readonly Advised[], packageName: string | null): string | null {
  const own = advice.filter(({ name }) => name === packageName)
  // Trivy may call a package otherwise than its component is called.
  const meant = own.length === 0 && advice.length === 1 ? advice : own
  return toText([...new Set(meant.map(({ version }) => version))].join(', '))
}

function toReason(analysis: unknown): string | null {
  const state = getText(analysis, 'state', 60)
  if (state === null || !cleared.has(state)) return null
  const reasons = [state, getText(analysis, 'justification', 100)].map((one) => one?.replaceAll('_', ' '))
  return [...reasons, getText(analysis, 'detail', 1_000)].filter(Boolean).join(': ')
}
