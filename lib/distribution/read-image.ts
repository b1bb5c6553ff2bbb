/**
 * Reads everything that is worth showing of one manifest: the platforms of an index with their sizes, and of the image
 * that is chosen among them its layers and config (OCI image specification 1.1.1). A part that cannot be read is
 * null; only the manifest itself must be there.
 */
import { mapConcurrently } from '#lib/catalog/sync/map-concurrently.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { Descriptor, ImageManifest, IndexEntry, IndexManifest, Platform } from '#lib/oci/manifest.ts'
import { isImageConfigMediaType } from '#lib/oci/media-types.ts'
import { type ImageConfig, parseImageConfig, parseJsonObject, toText } from '#lib/oci/parse-image-config.ts'
import { toPlatformText } from '#lib/oci/platform-text.ts'
import { DistributionError } from './distribution-error.ts'
import type { PulledManifest, RegistryClient } from './registry-client.ts'

/** Of more platforms the sizes are not looked up. */
const maxSizedPlatforms = 40
const concurrency = 6

export interface PlatformImage {
  /** Such as `linux/arm/v7`; null where the index says nothing. */
  text: string | null
  platform: Platform | null
  digest: Digest
  mediaType: string
  artifactType: string | null
  annotations: Record<string, string>
  /** Compressed, with all layers; null where it cannot be read. */
  sizeBytes: number | null
}

export interface ReadImage extends PulledManifest {
  /** Of an index; empty for everything else. */
  platforms: PlatformImage[]
  /** What the builder put beside the images of an index to say how they were made. */
  attestations: IndexEntry[]
  /** The image itself, or the one that was chosen from the index; null for an empty index, or a nested one. */
  chosen: ChosenImage | null
}

export interface ChosenImage {
  digest: Digest
  /** Null when it was not chosen from an index. */
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
 * @param platform chooses one of an index, such as `linux/arm64`
 * @returns null when the index has no such platform
 * @throws {DistributionError} when the manifest itself cannot be read
 */
export async function readImage(
  client: RegistryClient,
  name: string,
  { reference, platform }: { reference: string; platform: string | null },
): Promise<ReadImage | null> {
  const pulled = await client.getManifest(name, reference, { isFresh: true })
  const { manifest } = pulled
  if (manifest.kind === 'image') {
    if (platform !== null) return null
    const chosen = await readChosen(client, name, pulled, manifest)
    return { ...pulled, platforms: [], attestations: [], chosen }
  }
  const attestations = manifest.manifests.filter(isAttestation)
  const platforms = await readPlatforms(client, name, manifest)
  const found = choosePlatform(platforms, platform)
  if (found === undefined && platform !== null) return null
  const chosen = found === undefined ? null : await readPlatformImage(client, name, found)
  return { ...pulled, platforms, attestations, chosen }
}

/** One of the images that clients choose from by platform. */
export interface PlatformDigest {
  os: string
  architecture: string
  variant: string | null
  digest: Digest
}

/** The platforms that an image is for, each once; empty for what is no image. @throws {DistributionError} */
export async function listPlatforms(
  client: RegistryClient,
  name: string,
  reference: string,
): Promise<PlatformDigest[]> {
  const { manifest, digest } = await client.getManifest(name, reference)
  if (manifest.kind === 'index') {
    const found = manifest.manifests.filter((entry) => !isAttestation(entry)).flatMap(toPlatformDigest)
    return [...new Map(found.map((one) => [toPlatformText(one), one])).values()]
  }
  const { os, architecture, variant } = (await readConfig(client, name, manifest.config)) ?? {}
  return os && architecture ? [{ os, architecture, variant: variant ?? null, digest }] : []
}

function toPlatformDigest({ platform, digest }: IndexEntry): PlatformDigest[] {
  if (platform === null) return []
  const { os, architecture, variant } = platform
  return [{ os, architecture, variant, digest }]
}

/** BuildKit marks them as being for no platform, and names the image that they are about. */
function isAttestation({ annotations, platform }: IndexEntry): boolean {
  return (
    annotations['vnd.docker.reference.type'] === 'attestation-manifest' ||
    (platform?.os === 'unknown' && platform.architecture === 'unknown')
  )
}

function toEntryText({ platform }: IndexEntry): string | null {
  return platform === null ? null : toPlatformText(platform)
}

async function readPlatforms(
  client: RegistryClient,
  name: string,
  { manifests }: IndexManifest,
): Promise<PlatformImage[]> {
  const entries = manifests.filter((entry) => !isAttestation(entry))
  const sizes = await mapConcurrently(entries.slice(0, maxSizedPlatforms), concurrency, async ({ digest }) =>
    orNull(client.getManifest(name, digest).then(toImageSize)),
  )
  return entries.map((entry, at) => ({
    text: toEntryText(entry),
    platform: entry.platform,
    digest: entry.digest,
    mediaType: entry.mediaType,
    artifactType: entry.artifactType,
    annotations: entry.annotations,
    sizeBytes: sizes[at] ?? null,
  }))
}

/** What most visitors run comes first where nothing is chosen. */
function choosePlatform(platforms: PlatformImage[], wanted: string | null): PlatformImage | undefined {
  if (wanted !== null) return platforms.find(({ text }) => text === wanted)
  return platforms.find(({ text }) => text === 'linux/amd64') ?? platforms[0]
}

async function readPlatformImage(
  client: RegistryClient,
  name: string,
  platform: PlatformImage,
): Promise<ChosenImage | null> {
  const pulled = await orNull(client.getManifest(name, platform.digest))
  if (pulled === null || pulled.manifest.kind !== 'image') return null
  return { ...(await readChosen(client, name, pulled, pulled.manifest)), platform }
}

async function readChosen(
  client: RegistryClient,
  name: string,
  pulled: PulledManifest,
  manifest: ImageManifest,
): Promise<ChosenImage> {
  const [config, chart] = await Promise.all([
    orNull(readConfig(client, name, manifest.config)),
    orNull(readChart(client, name, manifest.config)),
  ])
  const sizeBytes = toImageSize(pulled) ?? 0
  return { digest: pulled.digest, platform: null, manifest, sizeBytes, config, chart }
}

async function readConfig(
  client: RegistryClient,
  name: string,
  config: Descriptor | null,
): Promise<ImageConfig | null> {
  if (config === null || !isImageConfigMediaType(config.mediaType)) return null
  return parseImageConfig(await client.getBlob(name, config.digest))
}

async function readChart(
  client: RegistryClient,
  name: string,
  config: Descriptor | null,
): Promise<Chart | null> {
  if (config === null || !config.mediaType.startsWith('application/vnd.cncf.helm.config.')) return null
  const chart = parseJsonObject(await client.getBlob(name, config.digest)) ?? {}
  return {
    name: toText(chart.name),
    version: toText(chart.version),
    appVersion: toText(chart.appVersion),
    description: toText(chart.description),
  }
}

/** Config and layers, as they are transferred; null for an index. */
function toImageSize({ manifest }: PulledManifest): number | null {
  if (manifest.kind === 'index') return null
  const { config, layers } = manifest
  return layers.reduce((sum, layer) => sum + layer.sizeBytes, config?.sizeBytes ?? 0)
}

async function orNull<Result>(result: Promise<Result>): Promise<Result | null> {
  try {
    return await result
  } catch (error) {
    if (error instanceof DistributionError) return null
    throw error
  }
}
