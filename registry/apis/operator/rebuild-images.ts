/**
 * Makes the images of a salvaged store whole again: out of their manifests what they name, which keeps blobs from being
 * collected as garbage, and out of the audit log the manifests themselves.
 */
import type { Digest } from '#lib/oci/digest.ts'
import { readManifest } from '#lib/oci/manifest.ts'
import { acceptImage } from '#registry/domain/images/accept-image.ts'
import type { ImageWork } from '#registry/domain/images/image-work.ts'
import { listReferences } from '#registry/domain/images/list-references.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { Transaction } from '#registry/store/verbs.ts'

interface Parts {
  store: Store
  images: ImageWork
}

export interface RebuiltImages {
  /** Images of which something had been lost, as `ACCOUNT/NAME@DIGEST`. */
  rebuilt: string[]
  /** Those that could not be made whole, and why. They were left out where their manifest is lost. */
  lost: string[]
}

/** Looks at every manifest; those that name what the store does not know any more are put again, with their tags. */
export async function rebuildImages({ store, images }: Parts): Promise<RebuiltImages> {
  const found: RebuiltImages = { rebuilt: [], lost: [] }
  const kept = []
  for await (const manifest of store.manifests.walk()) kept.push(manifest)
  // Indexes come after what they name.
  kept.sort((a, b) => Number(isIndex(a.mediaType)) - Number(isIndex(b.mediaType)))
  for (const { repositoryId, repository, digest, mediaType, content } of kept) {
    const name = `${repository}@${digest}`
    if (content === null) {
      // Its record in the audit log may bring it back; a row without it would only be in the way.
      await store.transaction((tx) => tx.images.delete(repositoryId, digest, null))
      continue
    }
    try {
      const manifest = await readManifest(content, mediaType, 'pull')
      if (await isNoted(store, repositoryId, digest, listReferences(manifest))) continue
      await store.transaction(async (tx) => {
        const { tags = [], pushedAt = new Date().toISOString() } =
          (await tx.images.get(repositoryId, digest)) ?? {}
        await noteBlobs({ store, images }, tx, repositoryId, listReferences(manifest), pushedAt)
        await tx.images.delete(repositoryId, digest, null)
        await acceptImage({ images }, tx, repositoryId, { manifest, content, digest, tags, at: pushedAt })
      })
      found.rebuilt.push(name)
    } catch (error) {
      found.lost.push(`${name}: ${error instanceof Error ? error.message : error}`)
    }
  }
  return found
}

function isIndex(mediaType: string): boolean {
  return /index|manifest\.list/.test(mediaType)
}

type References = ReturnType<typeof listReferences>

/** Whether the store knows of each thing that the image needs it, so that nobody collects it, and has it. */
async function isNoted(
  store: Store,
  repositoryId: number,
  digest: Digest,
  references: References,
): Promise<boolean> {
  for (const { digest: named, kind } of references) {
    const naming = await store.references.pickNaming(repositoryId, { digest: named, kind }, [digest])
    if (naming.length === 0) return false
  }
  const blobs = references.filter(({ kind }) => kind === 'blob').map((it) => it.digest)
  const known = await store.references.listBlobs(repositoryId, blobs)
  return blobs.every((blob) => known.has(blob))
}

/**
 * Gives the repository the blobs of an image whose files are there.
 * @throws {Error} when one is lost
 */
export async function noteBlobs(
  { store }: Parts,
  tx: Transaction,
  repositoryId: number,
  references: References,
  at: string,
): Promise<void> {
  for (const { digest, kind } of references) {
    if (kind !== 'blob') continue
    const sizeBytes = await store.content.stat(digest)
    if (sizeBytes === null) throw new Error(`its blob ${digest} is lost; push it again`)
    await tx.blobs.add({ repositoryId, digest, sizeBytes, at })
  }
}
