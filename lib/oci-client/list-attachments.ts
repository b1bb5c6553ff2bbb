/**
 * Everything that says something about an image, wherever it is kept: referrers, tags made from the digest, and what a
 * builder put into the index. What it states is read from its own manifest, of as many as are worth it.
 */
import pMap from 'p-map'
import { type Attachment, addManifest, toAttachment, toTaggedAttachment } from '#lib/oci/attachment.ts'
import { listAttachmentTags } from '#lib/oci/attachment-tag.ts'
import { type Digest, isDigest } from '#lib/oci/digest.ts'
import type { IndexEntry } from '#lib/oci/manifest.ts'
import { orNull } from './distribution-error.ts'
import { listReferrers } from './list-referrers.ts'
import type { RegistryClient } from './registry-client.ts'

/** Of more attachments the manifests are not read. */
const maxRead = 12
const concurrency = 6

export interface AttachmentQuery {
  /** Of the image, and of its index. */
  digests: readonly Digest[]
  /** What the index keeps beside the image. */
  beside: readonly IndexEntry[]
  /** Tags made from a digest, with what they name; without it the registry is asked for each. */
  tagged?: ReadonlyMap<string, string> | undefined
}

/**
 * Lists what is attached, each once.
 * @throws {DistributionError}
 */
export async function listAttachments(
  client: RegistryClient,
  name: string,
  { digests, beside, tagged }: AttachmentQuery,
): Promise<Attachment[]> {
  const [lists, underTags] = await Promise.all([
    Promise.all(digests.map((digest) => listReferrers(client, name, digest))),
    tagged === undefined ? askForTags(client, name, digests) : toTagged(digests, tagged),
  ])
  const found = [...lists.flat().map(toAttachment), ...beside.map(toAttachment), ...underTags]
  const unique = [...new Map(found.map((one) => [one.digest, one])).values()]
  // Where the list already says what is stated, nothing more is read.
  const vague = unique.filter(({ kind, predicates }) => kind !== 'signature' && predicates.length === 0)
  const read = new Map<string, Attachment>()
  const readOne = async (one: Attachment) => {
    const pulled = await orNull(client.getManifest(name, one.digest))
    if (pulled !== null) read.set(one.digest, addManifest(one, pulled.manifest))
  }
  await pMap(vague.slice(0, maxRead), readOne, { concurrency })
  return unique.map((one) => read.get(one.digest) ?? one)
}

function toTagged(digests: readonly Digest[], tagged: ReadonlyMap<string, string>): Attachment[] {
  return digests.flatMap(listAttachmentTags).flatMap((tag) => {
    const digest = tagged.get(tag)
    return digest !== undefined && isDigest(digest) ? [toTaggedAttachment(tag, digest, null)] : []
  })
}

async function askForTags(
  client: RegistryClient,
  name: string,
  digests: readonly Digest[],
): Promise<Attachment[]> {
  const findOne = async (tag: string) => {
    const pulled = await orNull(client.getManifest(name, tag))
    return pulled === null ? [] : [toTaggedAttachment(tag, pulled.digest, pulled.sizeBytes)]
  }
  const found = await pMap(digests.flatMap(listAttachmentTags), findOne, { concurrency })
  return found.flat()
}
