/** Reads what an image says of where it comes from: its layers, by which it is told what it is built on, and what it names as its base. */
import { listChainIds, type StatedBase, toStatedBase } from '#lib/oci/base-image.ts'
import type { Manifest } from '#lib/oci/manifest.ts'
import { chooseUsualPlatform, findPlatform } from '#lib/oci/platform-key.ts'
import type { ImageConfig } from '#lib/oci/read-image-config.ts'
import { nameEntries, readConfig } from './read-image.ts'
import type { RegistryClient } from './registry-client.ts'

export interface ImageOrigin {
  /** Of its layers, the lowest first; none for what is no image. */
  chainIds: string[]
  base: StatedBase | null
}

/**
 * Reads it for one platform, in at most three calls.
 * @param platform as in `?platform=`; null for the usual one
 * @returns null where there is no image for the platform
 * @throws {DistributionError}
 */
export async function readOrigin(
  client: RegistryClient,
  name: string,
  { reference, platform }: { reference: string; platform: string | null },
): Promise<ImageOrigin | null> {
  const { manifest } = await client.getManifest(name, reference)
  if (manifest.kind === 'image') return toOrigin([manifest], await readConfig(client, name, manifest.config))
  const entries = nameEntries(manifest)
  const entry = platform === null ? chooseUsualPlatform(entries) : findPlatform(entries, platform)
  if (entry === undefined) return null
  const { manifest: chosen } = await client.getManifest(name, entry.digest)
  return chosen.kind === 'image'
    ? toOrigin([manifest, chosen], await readConfig(client, name, chosen.config))
    : null
}

/** @param manifests the image's, after its index's where it has one */
export function toOrigin(
  manifests: readonly Pick<Manifest, 'annotations'>[],
  config: Pick<ImageConfig, 'diffIds'> | null,
): ImageOrigin {
  return {
    chainIds: listChainIds(config?.diffIds ?? []),
    base: toStatedBase(manifests.map(({ annotations }) => annotations)),
  }
}
