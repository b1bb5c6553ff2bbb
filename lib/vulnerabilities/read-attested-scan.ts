/**
 * Reads what attestations of scans state: in-toto's `vulns` (attestation specification, predicates/vuln, v0.1 and v0.2) lists what was found; cosign's
 * (`cosign.sigstore.dev/attestation/vuln/v1`) holds the report of a scanner. Pure.
 */
import { getList, getMember, getText, getTime } from '#lib/documents/document-members.ts'
import { makeScan, type Scan, SEVERITIES, type Severity, toSeverity } from './scan.ts'

/** True for the predicate of either, also where Trivy's plugin attaches it without a statement around it. */
export function isAttestedScan(predicateType: string | null, predicate: unknown): boolean {
  const isBare =
    predicateType === null &&
    getText(getMember(predicate, 'scanner'), 'uri') !== null &&
    getTime(getMember(predicate, 'metadata'), 'scanFinishedOn') !== null
  return (
    isBare ||
    (predicateType !== null &&
      /^(?:https:\/\/)?(?:in-toto\.io\/attestation\/vulns?\b|cosign\.sigstore\.dev\/attestation\/vuln\/)/.test(
        predicateType,
      ))
  )
}

/**
 * What was found.
 * @param readReport reads the report of a scanner; null for what is none
 */
export function readAttestedScan(
  predicate: unknown,
  readReport: (document: unknown) => Scan | null,
): Scan | null {
  const scanner = getMember(predicate, 'scanner')
  const metadata = getMember(predicate, 'metadata')
  const result = getMember(scanner, 'result')
  const scannedAt =
    getTime(metadata, 'scanFinishedOn') ??
    getTime(metadata, 'scanStartedOn') ??
    getTime(scanner, 'scanFinishedOn')
  const name = toScannerName(getText(scanner, 'uri', 1_000), getText(scanner, 'version'))
  if (Array.isArray(result)) {
    return makeScan({ format: 'in-toto vulns', scanner: name, scannedAt }, listFound(result))
  }
  const report = readReport(result)
  return report === null
    ? null
    : {
        ...report,
        scannedAt: scannedAt ?? report.scannedAt,
        // What it was called for says more than a report without a version.
        scanner: /\d/.test(report.scanner ?? '') ? report.scanner : (name ?? report.scanner),
      }
}

function* listFound(result: readonly unknown[]) {
  for (const one of result) {
    // Version 0.1 has an object around it.
    const inner = getMember(one, 'vulnerability') ?? one
    const id = getText(inner, 'id')
    if (id === null) continue
    yield {
      id,
      severity: toWorst(getList(inner, 'severity')),
      packageName: null,
      packageVersion: null,
      purl: null,
      fixedVersion: null,
      source: null,
    }
  }
}

function toWorst(ratings: readonly unknown[]): Severity {
  const found = ratings.slice(0, 20).map((one) => toSeverity(getMember(one, 'score')))
  return SEVERITIES.find((severity) => found.includes(severity)) ?? 'unknown'
}

/** `pkg:github/aquasecurity/trivy@244fd47e` becomes `trivy`, with the version that is stated beside it. */
function toScannerName(uri: string | null, version: string | null): string | null {
  if (uri === null) return null
  const path = uri.split(/[?#]/, 1)[0] ?? ''
  const [name = '', ofUri] = path.slice(path.lastIndexOf('/') + 1).split('@')
  const stated = version ?? ofUri ?? null
  if (name === '') return null
  return stated === null ? name : `${name} ${stated}`
}
