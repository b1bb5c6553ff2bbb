/** Everything that the page of one image shows: from the API what its tags say, from the registry what it is. */

import type { ImageReference } from '#lib/addresses/image-reference.ts'
import { isAttachmentKind } from '#lib/oci/artifact-kind.ts'
import type { Attachment } from '#lib/oci/attachment.ts'
import { isAttachmentTag } from '#lib/oci/attachment-tag.ts'
import type { Digest } from '#lib/oci/digest.ts'
import { type StatedFacts, toStatedFacts } from '#lib/oci/image-facts.ts'
import { DistributionError, type DistributionErrorKind } from '#lib/oci-client/distribution-error.ts'
import { listAttachments } from '#lib/oci-client/list-attachments.ts'
import { type ReadImage, readImage } from '#lib/oci-client/read-image.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'
import { getLog } from '#lib/runtime/log.ts'
import { getRegistryClient } from '#lib/runtime/registry-instance.ts'
import { isSourceTrouble, orUnread, readOrRecall } from '#lib/runtime/visit.ts'
import { keepImagePage, shortenCacheLife } from '../keep-page.ts'
import { getImageProof, type ImageProof } from '../proof/get-image-proof.ts'
import { getRepositoryPage, type RepositoryPage } from '../repository/get-repository-page.ts'
import { listTagSpans, type TagSpan } from '../tags/build-tag-timeline.ts'
import { getTagMoves } from '../tags/get-tag-timeline.ts'
import { listTagsOfImage, type TaggedImage } from '../tags/group-image-tags.ts'
import { getTagSnapshot } from '../tags/list-image-tags.ts'
import { listNearestTags } from '../tags/list-nearest-tags.ts'
import { type TagRow, toTagRow } from '../tags/select-tags.ts'
import type { TagSnapshot } from '../tags/tag-snapshots.ts'
import { type BaseImage, findBaseImage } from './find-base-image.ts'
import { findImageFiles, type ImageFiles } from './find-image-files.ts'
import { findSubject, type Subject } from './find-subject.ts'
import { type GradedContents, getImageContents } from './get-image-contents.ts'
import { type DeployedImage, listDeployedImages } from './list-deployed-images.ts'

export interface ImagePage {
  repository: RepositoryPage
  image: ReadImage
  /** What the tags of the repository say about the image; null when none names it. */
  tagged: TagRow | null
  /** What annotations and labels say about it. */
  stated: StatedFacts
  /** Null when they cannot be read. */
  attached: Attachment[] | null
  /** What is stated of its packages and vulnerabilities; null for an attachment, and where what is attached cannot be read. */
  contents: GradedContents | null
  /** What of it is verified; null when it cannot be read. */
  proof: ImageProof | null
  /** What an attachment speaks of; null for everything else. */
  subject: Subject | null
  /** What is in its files; null for what is no image. */
  files: ImageFiles | null
  /** What a chart deploys; null for what is none, and while it is being read. */
  deploys: DeployedImage[] | null
  /** What it is built on; null where nothing says so. */
  base: BaseImage | null
  /** The tag of the image that came before it in the order of versions, to compare it with; null where there is none. */
  previousTag: string | null
  /** What the tag that was asked for pointed to, the oldest first; empty where that is not known, and for a digest. */
  tagSpans: TagSpan[]
}

export type ImagePageResult =
  | { kind: 'found'; page: ImagePage }
  | { kind: 'no-repository' }
  /** `platform`: there is the image, but not for this one. */
  | { kind: 'missing'; repository: RepositoryPage; what: 'platform' }
  /** `nearest`: tags that may have been meant. */
  | { kind: 'missing'; repository: RepositoryPage; what: 'image'; nearest: string[] }
  /** The registry does not answer, and the image was not read before. */
  | { kind: 'away'; repository: RepositoryPage }
  | { kind: 'unreadable'; repository: RepositoryPage; reason: DistributionErrorKind }

/** Platforms on one page of their list; of these the sizes are looked up. */
export const PLATFORM_PAGE_SIZE = 40

/**
 * Reads an image, found by any alias of the registry. While its source is away or slow, it is what was read last, whose age the
 * visit notes; `away` when nothing was.
 */
export async function getImagePage(
  registryAlias: string,
  repositoryName: string,
  reference: ImageReference,
): Promise<ImagePageResult> {
  await keepImagePage(registryAlias, repositoryName)
  const repository = await getRepositoryPage(registryAlias, repositoryName)
  if (repository === null) return { kind: 'no-repository' }
  const { client, name } = getRegistryClient(repository.uri, repository.endpoint)
  try {
    const asked = {
      reference: reference.digest ?? reference.tag,
      platform: reference.platform,
      sizesFrom: toSizesFrom(reference),
    }
    const key = `${repository.uri} ${asked.reference} ${asked.platform ?? ''} ${asked.sizesFrom}`
    const image = await readOrRecall(`image ${key}`, () => readImage(client, name, asked))
    if (image === null) return { kind: 'missing', repository, what: 'platform' }
    const snapshot = await orUnread(getTagSnapshot(registryAlias, repositoryName))
    const tags = snapshot === 'unread' ? [] : (snapshot?.listImages('newest') ?? [])
    const [attached, subject, moves] = await Promise.all([
      orUnread(readOrRecall(`attached ${key}`, () => readAttached(client, name, image, tags))),
      isAttachmentKind(image.kind)
        ? orUnread(
            readOrRecall(`subject ${key}`, () =>
              findSubject(client, name, { image, tag: reference.tag, tagged: tags }),
            ),
          )
        : null,
      reference.tag === null ? null : getTagMoves(registryAlias, repositoryName, reference.tag),
    ])
    const isTree = reference.part?.kind === 'list' && reference.part.list === 'tree'
    // Pages of files show nothing of it.
    const known = attached === 'unread' || isTree ? null : attached
    const subjects = listSubjects(image)
    // Each waits for a moment only, and all for the same one.
    const [proof, contents, files, base, deploys] = await Promise.all([
      known && getImageProof({ client, name, summary: repository.summary, subjects, attached: known }),
      known === null || isAttachmentKind(image.kind)
        ? null
        : getImageContents(
            client,
            { name, uri: repository.uri },
            { image, attached: known, tags: listTagsOfImage(tags, image.digest, reference.tag) },
          ),
      reference.part === null || isTree ? findImageFiles(repository, image.chosen) : null,
      reference.part === null ? orUnread(findBaseImage(image, repository.summary)) : null,
      reference.part === null ? listDeployedImages(client, name, image.manifest) : null,
    ])
    if (proof?.isPending) await shortenCacheLife()
    const { manifest, chosen } = image
    const own = tags.find((one) => one.image.digest === image.digest)
    const labels = Object.fromEntries(chosen?.config?.labels ?? [])
    const stated = toStatedFacts(
      [manifest.annotations, chosen?.manifest.annotations ?? {}, labels],
      chosen?.config?.createdAt ?? null,
    )
    const tagged = own === undefined ? null : toTagRow(own)
    return {
      kind: 'found',
      page: {
        repository,
        image,
        tagged,
        stated,
        attached: known,
        proof,
        contents,
        subject: subject === 'unread' ? null : subject,
        files,
        base: base === 'unread' ? null : base,
        deploys,
        previousTag: snapshot === 'unread' || snapshot === null ? null : findPrevious(snapshot, image.digest),
        tagSpans: listTagSpans(tags, moves ?? []),
      },
    }
  } catch (error) {
    if (isSourceTrouble(error)) {
      getLog().warn({ err: error }, 'An image could not be read.')
      return { kind: 'away', repository }
    }
    if (!(error instanceof DistributionError)) throw error
    if (error.kind === 'not-found') {
      const nearest = await findNearest(registryAlias, repositoryName, reference.tag)
      return { kind: 'missing', repository, what: 'image', nearest }
    }
    getLog().warn({ err: error }, 'An image could not be read.')
    return { kind: 'unreadable', repository, reason: error.kind }
  }
}

async function findNearest(alias: string, name: string, wanted: string | null): Promise<string[]> {
  const snapshot = wanted === null ? null : await orUnread(getTagSnapshot(alias, name))
  if (wanted === null || snapshot === null || snapshot === 'unread') return []
  const tags = snapshot.listImages('version').flatMap(({ keys }) => keys.map(({ tag }) => tag))
  return listNearestTags(wanted, tags, snapshot.defaultTag)
}

/** Signatures and the like come before nothing. */
function findPrevious(snapshot: TagSnapshot, digest: string): string | null {
  const images = snapshot.listImages('version').filter(({ keys }) => !isAttachmentTag(keys[0].tag))
  const at = images.findIndex(({ image }) => image.digest === digest)
  return at < 0 ? null : (images[at + 1]?.keys[0].tag ?? null)
}

function toSizesFrom({ part }: ImageReference): number {
  return part?.kind === 'list' && part.list === 'platforms' ? (part.page - 1) * PLATFORM_PAGE_SIZE : 0
}

/** What a statement about the image may speak of: its index, and the image itself. */
function listSubjects({ digest, chosen }: ReadImage): Digest[] {
  return [...new Set([digest, chosen?.digest ?? digest])]
}

/** What is attached to the image, and to the one that is chosen from an index. */
async function readAttached(
  client: RegistryClient,
  name: string,
  image: ReadImage,
  tags: readonly TaggedImage[],
): Promise<Attachment[] | null> {
  const digests = listSubjects(image)
  const tagged = new Map<string, string>()
  for (const { image: one, keys } of tags) {
    for (const { tag } of keys) if (isAttachmentTag(tag)) tagged.set(tag, one.digest)
  }
  const beside = image.attestations.filter(
    ({ annotations }) => annotations['vnd.docker.reference.digest'] === image.chosen?.digest,
  )
  try {
    return await listAttachments(client, name, { digests, beside, tagged })
  } catch (error) {
    if (!(error instanceof DistributionError)) throw error
    getLog().warn({ err: error }, 'What refers to an image could not be read.')
    return null
  }
}
