/** A README that was pushed beside an image: an artifact that refers to it, of a type that says so, with Markdown in it. */
import { type Digest, isDigest } from '#lib/oci/digest.ts'
import { DistributionError } from '#lib/oci-client/distribution-error.ts'
import { listReferrers } from '#lib/oci-client/list-referrers.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'

const maxBytes = 256 * 1024

/**
 * Reads it.
 * @returns null when there is none, and when it cannot be read: the page is worth showing without it
 */
export async function findReadme(
  client: RegistryClient,
  name: string,
  digest: Digest,
): Promise<string | null> {
  try {
    const referrers = await listReferrers(client, name, digest)
    const found = referrers.find(({ artifactType }) => /readme/i.test(artifactType ?? ''))
    if (found === undefined || !isDigest(found.digest)) return null
    const { manifest } = await client.getManifest(name, found.digest)
    const layers = manifest.kind === 'image' ? manifest.layers : []
    const text = layers.find(({ mediaType }) => /markdown|^text\/plain/i.test(mediaType)) ?? layers[0]
    if (text === undefined || text.sizeBytes > maxBytes) return null
    return new TextDecoder().decode(await client.getBlob(name, text.digest))
  } catch (error) {
    if (error instanceof DistributionError) return null
    throw error
  }
}
