/** Reads the JSON report of Grype (`grype --output json`). Pure. */
import { getInner, getList, getMember, getText, getTime, toText } from '#lib/documents/document-members.ts'
import { toLinkTarget } from '#lib/oci/untrusted-text.ts'
import { makeScan, type Scan, toAliases, toSeverity } from './scan.ts'

/** True for such a document. */
export function isGrype(document: unknown): boolean {
  return Array.isArray(getMember(document, 'matches')) && getMember(document, 'descriptor') !== undefined
}

/** What it found. */
export function readGrype(document: unknown): Scan {
  const descriptor = getMember(document, 'descriptor')
  const [name, version] = [getText(descriptor, 'name'), getText(descriptor, 'version')]
  const scanner = name === null || name === 'grype' ? 'Grype' : name
  return makeScan(
    {
      format: 'Grype JSON',
      scanner: version === null ? scanner : `${scanner} ${version}`,
      scannedAt: getTime(descriptor, 'timestamp'),
    },
    listFound(document),
  )
}

function* listFound(document: unknown) {
  for (const match of getList(document, 'matches')) {
    const [found, artifact] = [getMember(match, 'vulnerability'), getMember(match, 'artifact')]
    const id = getText(found, 'id')
    if (id === null) continue
    const fixed = getList(getInner(found, 'fix'), 'versions')
      .slice(0, 5)
      .flatMap((one) => toText(one) ?? [])
    const url = getText(found, 'dataSource', 1_000)
    // The first is where the report has the vulnerability from, such as GitHub; these are the same elsewhere, such as CVE.
    const related = getList(match, 'relatedVulnerabilities')
    yield {
      id,
      aliases: toAliases(id, related, (one) => getText(one, 'id')),
      severity: toSeverity(getMember(found, 'severity')),
      packageName: getText(artifact, 'name'),
      packageVersion: getText(artifact, 'version'),
      purl: getText(artifact, 'purl', 1_000),
      fixedVersion: fixed.length === 0 ? null : fixed.join(', '),
      source: url === null ? null : toLinkTarget(url),
    }
  }
}
