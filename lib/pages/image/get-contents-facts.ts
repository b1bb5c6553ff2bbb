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
import { orUnread } from '#lib/runtime/visit.ts'
import { gatherContents } from '#lib/statements/gather-contents.ts'
import { toRepositoryUri } from '../get-image-hosts.ts'
import { listTagsOfImage } from '../tags/group-image-tags.ts'
import { getTagSnapshot } from '../tags/list-image-tags.ts'
import { toVulnerabilityFacts, type VulnerabilityFacts } from './to-vulnerability-facts.ts'

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
  vulnerabilities: VulnerabilityFacts | null
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
  const uri = toRepositoryUri(summary)
  const { client, name } = getRegistryClient(uri, getSourceOf(summary.registryId).endpoint)
  try {
    const image = await readImage(client, name, { reference, platform })
    if (image === null) return null
    const chosen = image.chosen?.digest ?? image.digest
    const beside = image.attestations.filter(
      ({ annotations }) => annotations['vnd.docker.reference.digest'] === chosen,
    )
    const digests = [...new Set([image.digest, chosen])]
    const [attached, snapshot] = await Promise.all([
      listAttachments(client, name, { digests, beside }),
      orUnread(getTagSnapshot(registryAlias, repositoryName)),
    ])
    const tagged = snapshot === 'unread' ? [] : (snapshot?.listImages('newest') ?? [])
    const { bill, scans, isPartial, hasFailed } = await gatherContents(getFindings(), client, {
      name,
      uri,
      tags: listTagsOfImage(tagged, image.digest, isDigest(reference) ? null : reference),
      attached,
      chosen,
      index: image.digest,
      architecture: image.chosen?.platform?.platform?.architecture ?? null,
      waitMs: maxWaitMs,
    })
    const [newest] = scans
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
      vulnerabilities: newest ? toVulnerabilityFacts(newest, Date.now()) : null,
    }
  } catch (error) {
    if (error instanceof DistributionError && error.kind === 'not-found') return null
    throw error
  }
}
