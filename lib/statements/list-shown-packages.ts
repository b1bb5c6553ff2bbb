/** The packages of the image that a repository offers first, for the search index: read beside the sync, as its other facts are. */
import type { Findings } from '#lib/findings/create-findings.ts'
import { listAttachments } from '#lib/oci-client/list-attachments.ts'
import { readImage } from '#lib/oci-client/read-image.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'
import type { Package } from '#lib/packages/package-list.ts'
import { gatherContents } from './gather-contents.ts'

/**
 * Lists them, for the usual platform of an index.
 * @param waitMs for a document that is not known yet; it is read on, and known the next time
 * @returns null while a document is still being read, or cannot be fetched
 * @throws {DistributionError}
 */
export async function listShownPackages(
  findings: Findings,
  client: RegistryClient,
  { name, uri, reference, waitMs }: { name: string; uri: string; reference: string; waitMs: number },
): Promise<Package[] | null> {
  const image = await readImage(client, name, { reference, platform: null })
  if (image === null) return []
  const chosen = image.chosen?.digest ?? image.digest
  const beside = image.attestations.filter(
    ({ annotations }) => annotations['vnd.docker.reference.digest'] === chosen,
  )
  const digests = [...new Set([image.digest, chosen])]
  const attached = await listAttachments(client, name, { digests, beside })
  const contents = await gatherContents(findings, client, {
    name,
    uri,
    attached,
    chosen,
    index: image.digest,
    waitMs,
  })
  return contents.isPartial || contents.hasFailed ? null : (contents.bill?.listPackages() ?? [])
}
