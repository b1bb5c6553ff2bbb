/**
 * States the last day of one image as Microsoft's lifecycle artifact does: a manifest without content that refers to the image and has
 * the day in an annotation, just as `oras attach` pushes it, so that whatever reads such artifacts finds it.
 */
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { END_OF_LIFE_ANNOTATION, LIFECYCLE_ARTIFACT_TYPE } from '#lib/oci/lifecycle.ts'
import { parseManifest } from '#lib/oci/manifest.ts'
import { OCI_EMPTY, OCI_IMAGE } from '#lib/oci/media-types.ts'
import type { StoredManifest } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { Transaction } from '#registry/store/verbs.ts'
import { acceptImage } from './accept-image.ts'
import { commitUpload } from './commit-upload.ts'
import type { ImageWork } from './image-work.ts'
import { removeImage } from './remove-image.ts'

const emptyConfig = Buffer.from('{}')
const pageOfReferrers = 100
const pageBytes = 1_000_000

/**
 * Replaces what lifecycle artifacts have said of the image. Whoever asks has found it in the repository.
 * @param endsOn the day, such as `2026-09-30`; null takes back what was said
 * @param onChanged runs in the transaction, at its end
 * @returns the digest of the artifact, null where there is none any more; and how many were taken away
 * @throws {ImageError} limit-exceeded, or repository-gone
 */
export async function endImage(
  service: { store: Pick<Store, 'transactionIn'>; images: ImageWork; clock: () => Date },
  subject: { repositoryId: number; image: Pick<StoredManifest, 'digest' | 'mediaType' | 'content'> },
  endsOn: string | null,
  onChanged: (tx: Transaction, at: string) => Promise<void>,
): Promise<{ artifact: Digest | null; removed: number }> {
  const { repositoryId, image } = subject
  const at = service.clock().toISOString()
  const content = endsOn === null ? null : Buffer.from(JSON.stringify(toArtifact(image, endsOn)))
  const artifact = content === null ? null : toDigest('sha256', content)
  if (content !== null) await pushEmptyConfig(service, repositoryId)
  const removed = await service.store.transactionIn(repositoryId, async (tx) => {
    const before = await listArtifacts(tx, repositoryId, image.digest)
    const gone = before.filter((digest) => digest !== artifact)
    for (const digest of gone) await removeImage(tx, repositoryId, digest, at)
    if (content !== null && artifact !== null) {
      const manifest = parseManifest(content, OCI_IMAGE)
      await acceptImage(service, tx, repositoryId, { manifest, content, digest: artifact, tags: [], at })
    }
    await onChanged(tx, at)
    return gone.length
  })
  return { artifact, removed }
}

/** The same bytes for the same image and day, so that saying it twice changes nothing. */
function toArtifact({ digest, mediaType, content }: Omit<StoredManifest, 'isChild'>, endsOn: string): object {
  const empty = { mediaType: OCI_EMPTY, digest: toDigest('sha256', emptyConfig), size: emptyConfig.length }
  return {
    schemaVersion: 2,
    mediaType: OCI_IMAGE,
    artifactType: LIFECYCLE_ARTIFACT_TYPE,
    config: empty,
    layers: [empty],
    subject: { mediaType, digest, size: content.length },
    annotations: { [END_OF_LIFE_ANNOTATION]: endsOn },
  }
}

async function listArtifacts(
  tx: Pick<Transaction, 'references'>,
  repositoryId: number,
  subject: Digest,
): Promise<Digest[]> {
  const found: Digest[] = []
  for (let after = ''; ; ) {
    const page = await tx.references.listReferrers(repositoryId, {
      subject,
      artifactType: LIFECYCLE_ARTIFACT_TYPE,
      after,
      limit: pageOfReferrers,
      maxBytes: pageBytes,
    })
    found.push(...page.referrers.map(({ digest }) => digest))
    const last = page.referrers.at(-1)
    if (!page.hasMore || last === undefined) return found
    after = last.digest
  }
}

/** A blob that nobody names yet has its grace, in which the manifest comes. */
async function pushEmptyConfig(
  service: { store: Pick<Store, 'transactionIn'>; images: ImageWork; clock: () => Date },
  repositoryId: number,
): Promise<void> {
  const { uploads } = service.images
  const upload = await uploads.begin(
    { repositoryId, principal: 'operator' },
    Number.POSITIVE_INFINITY,
    'at-once',
  )
  try {
    await upload.writer.append([emptyConfig])
  } catch (error) {
    await uploads.end(upload)
    throw error
  }
  await commitUpload(service, upload, toDigest('sha256', emptyConfig), async () => {})
}
