/**
 * Compares what a manifest says of the things that it names with what the repository has of them. A size that is not the
 * real one makes some clients refuse the image, and lets a publisher show any size.
 */
import type { Digest } from '#lib/oci/digest.ts'
import type { Manifest } from '#lib/oci/manifest.ts'
import { isSameMediaType } from '#lib/oci/media-types.ts'
import type { StoredImage } from '#registry/store/entities.ts'
import type { Writes } from '#registry/store/verbs.ts'
import { ImageError } from './image-error.ts'
import { listNamedReferences, type NamedReference } from './list-references.ts'

/** How many missing digests are named in the answer. */
const namedDigests = 10

/**
 * The size of the image, once all that it names has been found and is as it says: of an index that of its largest image. A
 * subject may come later (distribution specification 1.1.1, "Pushing Manifests with Subject"), but one that is there is compared too.
 * @throws {ImageError} blobs-missing, images-missing, wrong-size or wrong-media-type
 */
export async function checkReferences(
  tx: Pick<Writes, 'references' | 'images'>,
  repositoryId: number,
  manifest: Manifest,
): Promise<number> {
  const named = listNamedReferences(manifest)
  const blobs = named.filter(({ kind }) => kind === 'blob')
  const images = named.filter(({ kind }) => kind === 'image')
  const blobSizes = await tx.references.listBlobs(repositoryId, toDigests(blobs))
  refuseMissing('blobs-missing', blobs, blobSizes)
  const subject = toSubject(manifest)
  const stored = await tx.images.listStored(repositoryId, toDigests([...images, ...subject]))
  refuseMissing('images-missing', images, stored)
  for (const blob of blobs) checkSize(blob, blobSizes.get(blob.descriptor.digest))
  for (const image of [...images, ...subject]) checkImage(image, stored.get(image.descriptor.digest))
  return toImageBytes(named, blobSizes, stored)
}

/** A push that is refused has written no more than this. */
const maxTrusted = 100

/**
 * The size of an image that names blobs alone, and all of them here: as it says, or it is refused by `checkReferences`. Null where only the
 * repository knows, and for many.
 */
export function toDeclaredBytes(manifest: Manifest): number | null {
  const named = listNamedReferences(manifest)
  if (named.length === 0 || named.length > maxTrusted) return null
  if (named.some(({ kind, isRequired }) => kind !== 'blob' || !isRequired)) return null
  const sizes = new Map(named.map(({ descriptor }) => [descriptor.digest, descriptor.sizeBytes]))
  return toImageBytes(named, sizes, new Map())
}

function toSubject({ subject }: Manifest): NamedReference[] {
  return subject === null ? [] : [{ path: 'subject', kind: 'image', descriptor: subject, isRequired: false }]
}

function toDigests(references: readonly NamedReference[]): Digest[] {
  return references.map(({ descriptor }) => descriptor.digest)
}

function checkImage(reference: NamedReference, image: StoredImage | undefined): void {
  if (image === undefined) return
  checkSize(reference, image.manifestBytes)
  const { path, descriptor } = reference
  if (isSameMediaType(descriptor.mediaType, image.mediaType)) return
  throw new ImageError(
    'wrong-media-type',
    `${path}.mediaType: it says '${descriptor.mediaType}', but ${descriptor.digest} is stored as '${image.mediaType}'.`,
  )
}

function checkSize({ path, descriptor }: NamedReference, storedBytes: number | undefined): void {
  if (storedBytes === undefined || storedBytes === descriptor.sizeBytes) return
  throw new ImageError(
    'wrong-size',
    `${path}.size: it says ${descriptor.sizeBytes}, but ${descriptor.digest} has ${storedBytes} bytes.`,
  )
}

/**
 * Each content once, however often it is named; of an index also the blobs that it names itself. What is elsewhere does not
 * count: its size is whatever the publisher says.
 */
function toImageBytes(
  named: readonly NamedReference[],
  blobSizes: ReadonlyMap<Digest, number>,
  images: ReadonlyMap<Digest, StoredImage>,
): number {
  let largestImage = 0
  for (const { kind, descriptor } of named) {
    if (kind === 'image') largestImage = Math.max(largestImage, images.get(descriptor.digest)?.sizeBytes ?? 0)
  }
  return [...blobSizes.values()].reduce(
    (total, size) => Math.min(total + size, Number.MAX_SAFE_INTEGER),
    largestImage,
  )
}

function refuseMissing(
  code: 'blobs-missing' | 'images-missing',
  wanted: readonly NamedReference[],
  found: { has(digest: Digest): boolean },
): void {
  const missing = wanted.filter(({ isRequired, descriptor }) => isRequired && !found.has(descriptor.digest))
  if (missing.length === 0) return
  const what = code === 'blobs-missing' ? 'layers' : 'images'
  const rest = missing.length > namedDigests ? ` and ${missing.length - namedDigests} more` : ''
  const names = missing.slice(0, namedDigests).map(({ descriptor }) => descriptor.digest)
  throw new ImageError(
    code,
    `The repository does not have these ${what} of the manifest: ${names.join(', ')}${rest}`,
  )
}
