/** Reads what a visitor decides by, of one image: its manifest, the image for the usual platform, and what is attached. */
import { isAttestationEntry, toArtifactKind } from '#lib/oci/artifact-kind.ts'
import { type Attachment, countAttached } from '#lib/oci/attachment.ts'
import { type Digest, isDigest } from '#lib/oci/digest.ts'
import {
  type AttachedCounts,
  type ImageFacts,
  type SignatureFact,
  toStatedFacts,
} from '#lib/oci/image-facts.ts'
import { chooseUsualPlatform } from '#lib/oci/platform-key.ts'
import { orNull } from './distribution-error.ts'
import { type AttachmentQuery, listAttachments } from './list-attachments.ts'
import { nameEntries, readConfig, toImageSize, toOwnPlatform } from './read-image.ts'
import type { PulledManifest, RegistryClient } from './registry-client.ts'

/** More platforms of one image are not listed. */
const maxPlatforms = 200

const nothingAttached: AttachedCounts = { signatures: 0, boms: 0, attestations: 0 }

export interface FactsOptions extends Pick<AttachmentQuery, 'tagged'> {
  /** Says what the signatures among these are worth, of an image with these digests; without it nobody does. */
  judge?: (attached: readonly Attachment[], subjects: readonly Digest[]) => Promise<SignatureFact | null>
}

/**
 * Reads the facts of an image, in at most a dozen calls and a few more for what is attached. Of the sizes, that of the platform
 * that is shown first is known. A part that cannot be read counts as not stated.
 * @param tagged tags made from digests, where they are known; otherwise the registry is asked for them
 * @throws {DistributionError} when the manifest itself cannot be read
 */
export async function readImageFacts(
  client: RegistryClient,
  name: string,
  reference: string,
  { tagged, judge }: FactsOptions = {},
): Promise<ImageFacts> {
  const pulled = await client.getManifest(name, reference)
  const { manifest, digest } = pulled
  const kind = toArtifactKind(manifest, isDigest(reference) ? null : reference)
  const entries = manifest.kind === 'index' ? nameEntries(manifest).slice(0, maxPlatforms) : []
  const usual = chooseUsualPlatform(entries)
  const image =
    manifest.kind === 'image'
      ? pulled
      : usual === undefined
        ? null
        : await orNull(client.getManifest(name, usual.digest))
  const [config, attached] = await Promise.all([
    readConfigOf(client, name, image),
    orNull(readAttached(client, name, { pulled, image, tagged })),
  ])
  const sizeBytes = image === null ? null : toImageSize(image)
  const own = kind === 'image' && manifest.kind === 'image' ? toOwnPlatform(pulled, config) : null
  const platforms = (own === null ? entries : [own]).map((one) => ({
    key: one.key,
    text: one.text,
    platform: one.platform,
    digest: one.digest,
    sizeBytes: one === usual ? sizeBytes : one.sizeBytes,
  }))
  const labels = Object.fromEntries(config?.labels ?? [])
  const texts = [manifest.annotations, image?.manifest.annotations ?? {}, labels]
  return {
    digest,
    kind,
    artifactMediaType:
      manifest.artifactType ?? (manifest.kind === 'image' ? (manifest.config?.mediaType ?? null) : null),
    platforms,
    sizeBytes,
    attached: attached === null ? nothingAttached : countAttached(attached.found),
    signature:
      attached === null || judge === undefined ? null : await judge(attached.found, attached.digests),
    ...toStatedFacts(texts, config?.createdAt ?? null),
  }
}

async function readConfigOf(client: RegistryClient, name: string, image: PulledManifest | null) {
  if (image === null || image.manifest.kind !== 'image') return null
  return orNull(readConfig(client, name, image.manifest.config))
}

async function readAttached(
  client: RegistryClient,
  name: string,
  {
    pulled,
    image,
    tagged,
  }: { pulled: PulledManifest; image: PulledManifest | null } & Pick<AttachmentQuery, 'tagged'>,
): Promise<{ found: Attachment[]; digests: Digest[] }> {
  const { manifest } = pulled
  const digests = [...new Set([pulled.digest, ...(image === null ? [] : [image.digest])])]
  const beside =
    manifest.kind === 'index'
      ? manifest.manifests.filter(
          (entry) =>
            isAttestationEntry(entry) && entry.annotations['vnd.docker.reference.digest'] === image?.digest,
        )
      : []
  return { found: await listAttachments(client, name, { digests, beside, tagged }), digests }
}
