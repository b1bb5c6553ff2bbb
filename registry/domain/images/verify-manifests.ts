/** Reads every manifest, and says which are not what their digest says, or name something that is not there. */
import { type Digest, parseDigest, toDigest } from '#lib/oci/digest.ts'
import { ManifestError, readManifest } from '#lib/oci/manifest.ts'
import type { KeptManifest } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import { listReferences } from './list-references.ts'

export interface VerifiedManifests {
  manifests: number
  /** A line for each problem: the repository, the digest, and what is wrong. */
  damage: string[]
}

/** Hashes all manifests, and looks for everything that they name in their own repository. */
export async function verifyManifests(
  store: Pick<Store, 'manifests' | 'images' | 'references' | 'settings'>,
): Promise<VerifiedManifests> {
  const verified: VerifiedManifests = { manifests: 0, damage: [] }
  for await (const manifest of store.manifests.walk()) {
    verified.manifests += 1
    const problems = await listProblems(store, manifest, await isOfUpstream(store, manifest))
    if (problems.length > 0 && !(await isKept(store, manifest))) continue
    for (const problem of problems) {
      verified.damage.push(`${manifest.repository}@${manifest.digest} ${problem}`)
    }
  }
  return verified
}

/** Whether the image is there still: a running registry may have removed it, and then what it names, during the reading. */
async function isKept(
  { images }: Pick<Store, 'images'>,
  { repositoryId, digest }: KeptManifest,
): Promise<boolean> {
  return (await images.listStored(repositoryId, [digest])).has(digest)
}

/** Of what an upstream has, only that is here which was pulled. */
async function isOfUpstream(
  { settings }: Pick<Store, 'settings'>,
  { repository }: KeptManifest,
): Promise<boolean> {
  const [accountId = ''] = repository.split('/', 1)
  return (await settings.get(`upstream-of:${accountId}`)) !== null
}

async function listProblems(
  store: Pick<Store, 'images' | 'references'>,
  manifest: KeptManifest,
  isPartial: boolean,
): Promise<string[]> {
  const { repositoryId, digest, mediaType, content } = manifest
  if (content === null) return ['has lost its content']
  const { algorithm = 'sha256' } = parseDigest(digest) ?? {}
  const computed = toDigest(algorithm, content)
  if (computed !== digest) return [`has the content of ${computed}`]
  if (isPartial) return []
  try {
    // What was taken under earlier rules is no damage.
    const references = listReferences(await readManifest(content, mediaType, 'pull'))
    const named = (kind: 'blob' | 'image'): Digest[] =>
      references.filter((reference) => reference.kind === kind).map((reference) => reference.digest)
    const blobs = await store.references.listBlobs(repositoryId, named('blob'))
    const images = await store.images.listStored(repositoryId, named('image'))
    return [
      ...named('blob').filter((blob) => !blobs.has(blob)),
      ...named('image').filter((image) => !images.has(image)),
    ].map((missing) => `names ${missing}, which the repository does not have`)
  } catch (error) {
    if (error instanceof ManifestError) return [`is no manifest: ${error.message}`]
    throw error
  }
}
