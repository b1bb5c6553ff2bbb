/**
 * The image that a signature, an attestation or a bill of materials speaks of, so that its page can lead there. In this order the
 * manifest says it, the tag it is kept under, the index that has it beside the image, and the statement itself.
 */

import { findAttachmentSubject } from '#lib/oci/attachment-tag.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { IndexManifest } from '#lib/oci/manifest.ts'
import { isIndexMediaType } from '#lib/oci/media-types.ts'
import { readStatedSubject } from '#lib/oci/stated-subject.ts'
import { DistributionError, orNull } from '#lib/oci-client/distribution-error.ts'
import { nameEntries, type ReadImage } from '#lib/oci-client/read-image.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'
import type { TaggedImage } from '../tags/group-image-tags.ts'

export interface Subject {
  digest: Digest
  /** A tag of the image, or of the index that has it; null where none is known. */
  tag: string | null
  /** Its address in that index; null when the tag names the image itself. */
  platform: { key: string; text: string } | null
}

/** More indexes are not looked through, and no larger statement is read. */
const maxIndexes = 20
const maxStatementBytes = 300_000

/**
 * Finds it.
 * @param tagged the repository's images with their tags, the newest first
 * @returns null where nothing says what it is
 */
export async function findSubject(
  client: RegistryClient,
  name: string,
  { image, tag, tagged }: { image: ReadImage; tag: string | null; tagged: readonly TaggedImage[] },
): Promise<Subject | null> {
  const own = tagged.find((one) => one.image.digest === image.digest)
  const tags = [tag ?? '', ...(own?.keys.map((key) => key.tag) ?? [])]
  const stated =
    image.manifest.subject?.digest ?? tags.map(findAttachmentSubject).find((digest) => digest !== null)
  const indexes = await readIndexes(client, name, tagged)
  const digest =
    stated ?? findBeside(indexes, image.digest) ?? (await readStatement(client, name, image)) ?? null
  if (digest === null) return null
  const named = tagged.find((one) => one.image.digest === digest)
  if (named !== undefined) return { digest, tag: named.keys[0].tag, platform: null }
  for (const { tag: indexTag, index } of indexes) {
    const entry = nameEntries(index).find((one) => one.digest === digest)
    if (entry !== undefined) return { digest, tag: indexTag, platform: { key: entry.key, text: entry.text } }
  }
  return { digest, tag: null, platform: null }
}

interface TaggedIndex {
  tag: string
  index: IndexManifest
}

async function readIndexes(
  client: RegistryClient,
  name: string,
  tagged: readonly TaggedImage[],
): Promise<TaggedIndex[]> {
  const wanted = tagged
    .filter(({ image, keys }) => isIndexMediaType(image.mediaType ?? '') && !keys.every(isAttachment))
    .slice(0, maxIndexes)
  const read = await Promise.all(
    wanted.map(async ({ image, keys }) => {
      const pulled = await orNull(client.getManifest(name, image.digest))
      return pulled?.manifest.kind === 'index' ? [{ tag: keys[0].tag, index: pulled.manifest }] : []
    }),
  )
  return read.flat()
}

function isAttachment({ tag }: { tag: string }): boolean {
  return findAttachmentSubject(tag) !== null
}

/** BuildKit names the image beside the attestation. */
function findBeside(indexes: readonly TaggedIndex[], digest: Digest): Digest | undefined {
  for (const { index } of indexes) {
    const entry = index.manifests.find((one) => one.digest === digest)
    const subject = entry?.annotations['vnd.docker.reference.digest']
    const found = index.manifests.find((one) => one.digest === subject)
    if (found !== undefined) return found.digest
  }
  return undefined
}

async function readStatement(
  client: RegistryClient,
  name: string,
  { manifest }: ReadImage,
): Promise<Digest | null> {
  const layers = manifest.kind === 'image' ? manifest.layers : []
  const [smallest] = layers.toSorted((a, b) => a.sizeBytes - b.sizeBytes)
  if (smallest === undefined || smallest.sizeBytes > maxStatementBytes) return null
  try {
    return readStatedSubject(await client.getBlob(name, smallest.digest))
  } catch (error) {
    if (error instanceof DistributionError) return null
    throw error
  }
}
