/**
 * What is stated of an image's packages and known vulnerabilities, for programs: counts, dates, the grade and when it drops. The
 * newest state, read for each request.
 */
import { isDigest } from '#lib/oci/digest.ts'
import { DistributionError } from '#lib/oci-client/distribution-error.ts'
import { listAttachments } from '#lib/oci-client/list-attachments.ts'
import { readImage } from '#lib/oci-client/read-image.ts'
import { getCatalog, getSourceOf } from '#lib/runtime/catalog-instance.ts'
import { getFindings } from '#lib/runtime/findings-instance.ts'
import { getRegistryClient } from '#lib/runtime/registry-instance.ts'
import { gatherContents } from '#lib/statements/gather-contents.ts'
import { GRADE_RULE, type Grade, gradeScan } from '#lib/vulnerabilities/grade-scan.ts'
import { SEVERITIES, type Severity } from '#lib/vulnerabilities/scan.ts'
import { toRepositoryUri } from '../get-image-hosts.ts'

export interface ContentsFacts {
  digest: string
  /** Something is still being read, or cannot be fetched now: what is null may be there a moment later. */
  isPartial: boolean
  /** Null where no bill of materials is attached. */
  packages: {
    format: string
    tool: string | null
    createdAt: string | null
    totalCount: number
    types: { type: string | null; count: number }[]
    licences: { licence: string | null; count: number }[]
    /** Of the document, which `/api/document` gives. */
    attachment: string
    document: string
  } | null
  /** Null where no report is attached: whether there are vulnerabilities is not known then. */
  vulnerabilities: {
    format: string
    scanner: string | null
    scannedAt: string | null
    open: Record<Severity, number>
    setAside: number
    attachment: string
    document: string
    grade: Grade | null
    drops: { at: string; to: Grade } | null
    rule: string
  } | null
}

const maxWaitMs = 3_000
const tagPattern = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/

/**
 * Reads it for an image, by tag or digest, and for one of its platforms.
 * @returns null when there is no such repository, image or platform
 * @throws {DistributionError} when the registry cannot be read
 */
export async function getContentsFacts(
  registryAlias: string,
  repositoryName: string,
  { reference, platform }: { reference: string; platform: string | null },
): Promise<ContentsFacts | null> {
  const summary = getCatalog().findRepository(registryAlias, repositoryName)
  if (summary === null || !(isDigest(reference) || tagPattern.test(reference))) return null
  const { client, name } = getRegistryClient(
    toRepositoryUri(summary),
    getSourceOf(summary.registryId).endpoint,
  )
  try {
    const image = await readImage(client, name, { reference, platform })
    if (image === null) return null
    const chosen = image.chosen?.digest ?? image.digest
    const beside = image.attestations.filter(
      ({ annotations }) => annotations['vnd.docker.reference.digest'] === chosen,
    )
    const digests = [...new Set([image.digest, chosen])]
    const attached = await listAttachments(client, name, { digests, beside })
    const { bill, scans, isPartial, hasFailed } = await gatherContents(getFindings(), client, {
      name,
      attached,
      chosen,
      index: image.digest,
      waitMs: maxWaitMs,
    })
    const [newest] = scans
    const open = SEVERITIES.filter((severity) => (newest?.openCounts[severity] ?? 0) > 0)
    const graded = newest ? gradeScan(open, newest.scannedAt, Date.now()) : null
    return {
      digest: chosen,
      isPartial: isPartial || hasFailed,
      packages: bill && {
        format: bill.format,
        tool: bill.tool,
        createdAt: bill.createdAt,
        totalCount: bill.totalCount,
        types: bill.types.map(([type, count]) => ({ type, count })),
        licences: bill.licences.map(([licence, count]) => ({ licence, count })),
        attachment: bill.attachment,
        document: bill.digest,
      },
      vulnerabilities: newest
        ? {
            format: newest.format,
            scanner: newest.scanner,
            scannedAt: newest.scannedAt,
            open: newest.openCounts,
            setAside: newest.asideCount,
            attachment: newest.attachment,
            document: newest.digest,
            grade: graded?.grade ?? null,
            drops: graded?.drops ?? null,
            rule: GRADE_RULE,
          }
        : null,
    }
  } catch (error) {
    if (error instanceof DistributionError && error.kind === 'not-found') return null
    throw error
  }
}
