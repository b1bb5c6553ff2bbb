/** Reads the JSON report of Trivy (`trivy image --format json`, schema version 2). Pure. */
import { getInner, getList, getMember, getText, getTime } from '#lib/documents/document-members.ts'
import { toLinkTarget } from '#lib/oci/untrusted-text.ts'
import { makeScan, type Scan, toAliases, toSeverity } from './scan.ts'

/** True for such a document; a report without findings may have no `Results`. */
export function isTrivy(document: unknown): boolean {
  return (
    getMember(document, 'SchemaVersion') === 2 &&
    getText(document, 'ArtifactName') !== null &&
    (Array.isArray(getMember(document, 'Results')) || getText(document, 'ArtifactType') !== null)
  )
}

/** What it found. */
export function readTrivy(document: unknown): Scan {
  const version = getText(getMember(document, 'Trivy'), 'Version')
  return makeScan(
    {
      format: 'Trivy JSON',
      scanner: version === null ? 'Trivy' : `Trivy ${version}`,
      scannedAt: getTime(document, 'CreatedAt'),
    },
    listFound(document),
  )
}

function* listFound(document: unknown) {
  for (const result of getList(document, 'Results')) {
    for (const one of getList(result, 'Vulnerabilities')) {
      const id = getText(one, 'VulnerabilityID')
      if (id === null) continue
      const url = getText(one, 'PrimaryURL', 1_000)
      yield {
        id,
        aliases: toAliases(id, getList(one, 'VendorIDs')),
        severity: toSeverity(getMember(one, 'Severity')),
        packageName: getText(one, 'PkgName'),
        packageVersion: getText(one, 'InstalledVersion'),
        purl: getText(getInner(one, 'PkgIdentifier'), 'PURL', 1_000),
        fixedVersion: getText(one, 'FixedVersion'),
        source: url === null ? null : toLinkTarget(url),
      }
    }
  }
}
