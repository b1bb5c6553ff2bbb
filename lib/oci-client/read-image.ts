/**
 * Reads everything that is worth showing of one manifest: the platforms of an index with their sizes, and of the image
 * that is chosen among them its layers and config (OCI image specification 1.1.1). A part that cannot be read is
 * null; only the manifest itself must be there.
 */
import pMap from 'p-map'
import { type ArtifactKind, isAttestationEntry, toArtifactKind } from '#lib/oci/artifact-kind.ts'
import { type Digest, isDigest } from '#lib/oci/digest.ts'
import type { PlatformFact } from '#lib/oci/image-facts.ts'
import type { Descriptor, ImageManifest, IndexEntry, IndexManifest } from '#lib/oci/manifest.ts'
import { isImageConfigMediaType } from '#lib/oci/media-types.ts'
import { chooseUsualPlatform, findPlatform, toPlatformNames } from '#lib/oci/platform-key.ts'
import { PLATFORM_NOT_STATED } from '#lib/oci/platform-text.ts'
import { type ImageConfig, readImageConfig, readJsonObject, toText } from '#lib/oci/read-image-config.ts'
import { orNull } from './distribution-error.ts'
import type { PulledManifest, RegistryClient } from './registry-client.ts'

/** So many platforms are looked up, those of the page that is shown. */
const sizedPlatforms = 40
const concurrency = 6

/** One of the images of an index, or the image itself. */
export interface PlatformImage extends PlatformFact {
  mediaType: string
  artifactType: string | null
  annotations: Record<string, string>
}

export interface ReadImage extends PulledManifest {
  kind: ArtifactKind
  /** The `artifactType`, or the media type of the config; null for an index that states none. */
  artifactMediaType: string | null
  /** Of an index all its images; of an image without one itself, as its config says; empty for an artifact. */
  platforms: PlatformImage[]
  /** What the builder put beside the images of an index to say how they were made. */
  attestations: IndexEntry[]
  /** The image itself, or the one that was chosen from the index; null for an empty index, or a nested one. */
  chosen: ChosenImage | null
}

export interface ChosenImage {
  digest: Digest
  kind: ArtifactKind
  /** Null for what is no image and was not chosen from an index. */
  platform: PlatformImage | null
  manifest: ImageManifest
  sizeBytes: number
  /** Null for what is no image, and where the config cannot be read. */
  config: ImageConfig | null
  chart: Chart | null
}

/** What a Helm chart says of itself in its config. */
export interface Chart {
  name: string | null
  version: string | null
  appVersion: string | null
  description: string | null
}

/**
 * Reads an image by tag or digest.
 * @param options `platform` chooses one, such as `linux/arm64`; sizes are looked up from the platform `sizesFrom` on
 * @returns null when the image has no such platform
 * @throws {DistributionError} when the manifest itself cannot be read
 */
export async function readImage(
  client: RegistryClient,
  name: string,
  { reference, platform, sizesFrom = 0 }: { reference: string; platform: string | null; sizesFrom?: number },
): Promise<ReadImage | null> {
  const pulled = await client.getManifest(name, reference, { isFresh: true })
  const { manifest } = pulled
  const tag = isDigest(reference) ? null : reference
  const kind = toArtifactKind(manifest, tag)
  if (manifest.kind === 'image') {
    const chosen = await readChosen(client, name, pulled, { manifest, kind })
    const platforms = chosen.platform === null ? [] : [chosen.platform]
    if (platform !== null && findPlatform(platforms, platform) === undefined) return null
    const artifactMediaType = manifest.artifactType ?? manifest.config?.mediaType ?? null
    return { ...pulled, kind, artifactMediaType, platforms, attestations: [], chosen }
  }
  const attestations = manifest.manifests.filter(isAttestationEntry)
  const platforms = await readPlatforms(client, name, manifest, sizesFrom)
  const found = platform === null ? chooseUsualPlatform(platforms) : findPlatform(platforms, platform)
  if (found === undefined && platform !== null) return null
  const chosen = found === undefined ? null : await readPlatformImage(client, name, found)
  return { ...pulled, kind, artifactMediaType: manifest.artifactType, platforms, attestations, chosen }
}

/** One of the images that clients choose from by platform. */
export interface PlatformDigest {
  os: string
  architecture: string
  variant: string | null
  osVersion: string | null
  /** As in `?platform=`, and as it is shown; both unique. */
  key: string
  text: string
  digest: Digest
}

/** The platforms that an image is for, each once; empty for what is no image. @throws {DistributionError} */
export async function listPlatforms(
  client: RegistryClient,
  name: string,
  reference: string,
): Promise<PlatformDigest[]> {
  const pulled = await client.getManifest(name, reference)
  const { manifest } = pulled
  const platforms =
    manifest.kind === 'index'
      ? nameEntries(manifest)
      : [toOwnPlatform(pulled, await readConfig(client, name, manifest.config))].filter((one) => one !== null)
  return platforms.flatMap(toPlatformDigest)
}

function toPlatformDigest({ platform, digest, key, text }: PlatformImage): PlatformDigest[] {
  if (platform === null || platform.os === '' || platform.architecture === '') return []
  const { os, architecture, variant, osVersion } = platform
  return [{ os, architecture, variant, osVersion, key, text, digest }]
}

/** The images of an index with their addresses in it, each once; what a builder states about them is left out. */
export function nameEntries({ manifests }: IndexManifest): PlatformImage[] {
  const images = manifests.filter((entry) => !isAttestationEntry(entry))
  const entries = [...new Map(images.map((one) => [toIdentity(one), one])).values()]
  const names = toPlatformNames(entries)
  return entries.map(({ platform, digest, mediaType, artifactType, annotations }, at) => ({
    key: names[at]?.key ?? digest,
    text: names[at]?.text ?? PLATFORM_NOT_STATED,
    platform,
    digest,
    mediaType,
    artifactType,
    annotations,
    sizeBytes: null,
  }))
}

function toIdentity({ digest, platform }: IndexEntry): string {
  return `${digest} ${platform === null ? '' : JSON.stringify(platform)}`
}

/** What the config of an image says that it is for, which an entry of an index would say, too. */
export function toOwnPlatform(pulled: PulledManifest, config: ImageConfig | null): PlatformImage | null {
  if (config === null) return null
  const { os, architecture, variant, osVersion, osFeatures } = config
  const platform =
    os === null && architecture === null
      ? null
      : { os: os ?? '', architecture: architecture ?? '', variant, osVersion, osFeatures }
  const { digest, manifest } = pulled
  const [name] = toPlatformNames([{ platform, digest }])
  return {
    key: name?.key ?? digest,
    text: name?.text ?? PLATFORM_NOT_STATED,
    platform,
    digest,
    mediaType: manifest.mediaType,
    artifactType: manifest.artifactType,
    annotations: {},
    sizeBytes: toImageSize(pulled),
  }
}

async function readPlatforms(
  client: RegistryClient,
  name: string,
  index: IndexManifest,
  sizesFrom: number,
): Promise<PlatformImage[]> {
  const platforms = nameEntries(index)
  const wanted = platforms.slice(sizesFrom, sizesFrom + sizedPlatforms)
  const sizes = await pMap(
    wanted,
    ({ digest }) => orNull(client.getManifest(name, digest).then(toImageSize)),
    {
      concurrency,
    },
  )
  return platforms.map((one, at) => ({ ...one, sizeBytes: sizes[at - sizesFrom] ?? null }))
}

async function readPlatformImage(
  client: RegistryClient,
  name: string,
  platform: PlatformImage,
): Promise<ChosenImage | null> {
  const pulled = await orNull(client.getManifest(name, platform.digest))
  if (pulled === null || pulled.manifest.kind !== 'image') return null
  const { manifest } = pulled
  const chosen = await readChosen(client, name, pulled, { manifest, kind: toArtifactKind(manifest) })
  return { ...chosen, platform: { ...platform, sizeBytes: chosen.sizeBytes } }
}

async function readChosen(
  client: RegistryClient,
  name: string,
  pulled: PulledManifest,
  { manifest, kind }: { manifest: ImageManifest; kind: ArtifactKind },
): Promise<ChosenImage> {
  const [config, chart] = await Promise.all([
    orNull(readConfig(client, name, manifest.config)),
    orNull(readChart(client, name, manifest.config)),
  ])
  const sizeBytes = toImageSize(pulled) ?? 0
  const platform = kind === 'image' ? toOwnPlatform(pulled, config) : null
  return { digest: pulled.digest, kind, platform, manifest, sizeBytes, config, chart }
}

/** The config of an image; null for what is none. @throws {DistributionError} */
export async function readConfig(
  client: RegistryClient,
  name: string,
  config: Descriptor | null,
): Promise<ImageConfig | null> {
  if (config === null || !isImageConfigMediaType(config.mediaType)) return null
  return readImageConfig(await client.getBlob(name, config.digest))
}

async function readChart(
  client: RegistryClient,
  name: string,
  config: Descriptor | null,
): Promise<Chart | null> {
  if (config === null || !config.mediaType.startsWith('application/vnd.cncf.helm.config.')) return null
  const chart = await readJsonObject(await client.getBlob(name, config.digest))
  return {
    name: toText(chart?.get('name')),
    version: toText(chart?.get('version')),
    appVersion: toText(chart?.get('appVersion')),
    description: toText(chart?.get('description')),
  }
}

/** Config and layers, as they are transferred; null for an index. */
export function toImageSize({ manifest }: PulledManifest): number | null {
  if (manifest.kind === 'index') return null
  const { config, layers } = manifest
  return layers.reduce((sum, layer) => sum + layer.sizeBytes, config?.sizeBytes ?? 0)
}
