/** A document that is attached to an image, as it was pushed: only what its attachment names, and only what may be a document. */
import { isDigest } from '#lib/oci/digest.ts'
import { DistributionError } from '#lib/oci-client/distribution-error.ts'
import { getCatalog, getSourceOf } from '#lib/runtime/catalog-instance.ts'
import { getRegistryClient } from '#lib/runtime/registry-instance.ts'
import { listDocumentBlobs, MAX_DOCUMENT_BYTES } from '#lib/statements/attached-documents.ts'
import { toRepositoryUri } from '../get-image-hosts.ts'

export interface OpenedDocument {
  /** A file name that nothing in it can break. */
  fileName: string
  content: AsyncIterable<Uint8Array>
}

/**
 * Opens it.
 * @param document the digests of the manifest that attaches it, and of the document itself
 * @returns null when there is no such repository, attachment or document in it
 * @throws {DistributionError} when the registry cannot be read; also while it is read
 */
export async function openAttachedDocument(
  registryAlias: string,
  repositoryName: string,
  document: { attachment: string; digest: string; signal: AbortSignal },
): Promise<OpenedDocument | null> {
  const { attachment, digest, signal } = document
  const summary = getCatalog().findRepository(registryAlias, repositoryName)
  if (summary === null || !isDigest(attachment) || !isDigest(digest)) return null
  const { client, name } = getRegistryClient(
    toRepositoryUri(summary),
    getSourceOf(summary.registryId).endpoint,
  )
  try {
    const { manifest } = await client.getManifest(name, attachment)
    const blob = listDocumentBlobs(manifest).find((one) => one.digest === digest)
    if (blob === undefined || blob.sizeBytes > MAX_DOCUMENT_BYTES) return null
    const content = await client.openBlob(name, digest, { maxBytes: MAX_DOCUMENT_BYTES, signal })
    const last = repositoryName.slice(repositoryName.lastIndexOf('/') + 1)
    return { fileName: `${last}-${digest.slice(7, 19)}.json`, content }
  } catch (error) {
    if (error instanceof DistributionError && error.kind === 'not-found') return null
    throw error
  }
}
