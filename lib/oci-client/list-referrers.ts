/**
 * What refers to an image: signatures, bills of materials, attestations (OCI distribution specification 1.1.1, "Listing
 * Referrers"), with the fallback for registries that know no referrers ("Unavailable Referrers API"): an
 * index under a tag made from the digest.
 */
import type { Digest } from '#lib/oci/digest.ts'
import { type IndexEntry, type Manifest, ManifestError, readManifest } from '#lib/oci/manifest.ts'
import { isSameMediaType, OCI_INDEX, stripParameters } from '#lib/oci/media-types.ts'
import { DistributionError, toStatusError } from './distribution-error.ts'
import type { RegistryClient } from './registry-client.ts'
import { toNextQuery } from './to-next-query.ts'

const maxPages = 5
const maxReferrers = 500

/**
 * Lists what refers to a digest; empty where nothing does.
 * @throws {DistributionError}
 */
export async function listReferrers(
  client: RegistryClient,
  name: string,
  digest: Digest,
): Promise<IndexEntry[]> {
  const found: IndexEntry[] = []
  const first = `referrers/${digest}`
  let path: string | null = first
  for (let page = 0; page < maxPages && path !== null && found.length < maxReferrers; page++) {
    const { status, headers, bytes } = await client.getDocument(name, path, OCI_INDEX)
    const contentType = stripParameters(headers['content-type'])
    if (status === 401 || status === 403 || status === 429 || status >= 500) {
      throw toStatusError(status, `${name}, referrers of ${digest}`)
    }
    // Registries without this endpoint give all kinds of answers.
    const isOffered = status === 200 && (isSameMediaType(contentType ?? '', OCI_INDEX) || page > 0)
    if (!isOffered) return page === 0 ? readFallback(client, name, digest) : found
    found.push(...(await toEntries(bytes)))
    const next = toNextQuery(headers.link)
    path = next && `${first}${next}`
  }
  return found.slice(0, maxReferrers)
}

async function readFallback(client: RegistryClient, name: string, digest: Digest): Promise<IndexEntry[]> {
  try {
    // The tag is cut to what a tag may be.
    const tag = digest.replace(':', '-').slice(0, 128)
    const { manifest } = await client.getManifest(name, tag)
    return manifest.kind === 'index' ? manifest.manifests.slice(0, maxReferrers) : []
  } catch (error) {
    if (error instanceof DistributionError && error.kind === 'not-found') return []
    throw error
  }
}

async function toEntries(bytes: Uint8Array): Promise<IndexEntry[]> {
  let index: Manifest
  try {
    index = await readManifest(bytes, OCI_INDEX, 'pull')
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error
    throw new DistributionError(
      'invalid',
      `The registry's list of referrers cannot be used: ${error.message}`,
      {
        cause: error,
      },
    )
  }
  return index.kind === 'index' ? index.manifests : []
}
