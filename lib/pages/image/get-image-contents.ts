/**
 * What is stated of an image's packages and known vulnerabilities, for its page: what is known already, and what can be read within a
 * moment. A page with something missing is made again after seconds.
 */
import type { Attachment } from '#lib/oci/attachment.ts'
import type { ReadImage } from '#lib/oci-client/read-image.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'
import { getFindings } from '#lib/runtime/findings-instance.ts'
import { remainingVisitMs } from '#lib/runtime/visit.ts'
import { gatherContents, type ImageContents } from '#lib/statements/gather-contents.ts'
import { type GradedScan, gradeScan } from '#lib/vulnerabilities/grade-scan.ts'
import { SEVERITIES } from '#lib/vulnerabilities/scan.ts'
import { shortenCacheLife } from '../keep-page.ts'

export interface GradedContents extends ImageContents {
  /** Of the newest scan; null without one, and where it has no date. */
  graded: GradedScan | null
}

const maxWaitMs = 800

/**
 * Gathers it for the image of one platform, and grades its newest scan as of now.
 * @param uri of the repository, as it is pulled
 * @param tags of the image, as far as they are known
 */
export async function getImageContents(
  client: RegistryClient,
  { name, uri }: { name: string; uri: string },
  { image, attached, tags }: { image: ReadImage; attached: readonly Attachment[]; tags: readonly string[] },
): Promise<GradedContents> {
  const contents = await gatherContents(getFindings(), client, {
    name,
    uri,
    tags,
    attached,
    chosen: image.chosen?.digest ?? image.digest,
    index: image.digest,
    architecture: image.chosen?.platform?.platform?.architecture ?? null,
    waitMs: Math.min(maxWaitMs, remainingVisitMs()),
  })
  if (contents.isPartial) await shortenCacheLife()
  const [newest] = contents.scans
  const open = SEVERITIES.filter((severity) => (newest?.openCounts[severity] ?? 0) > 0)
  return { ...contents, graded: newest ? gradeScan(open, newest.scannedAt, Date.now()) : null }
}
