import { isImageConfigMediaType } from '#lib/oci/media-types.ts'
import { toImageSize } from '#lib/oci-client/read-image.ts'
import type { PulledManifest } from '#lib/oci-client/registry-client.ts'
import type { ImageTag } from '../ecr-public/list-image-tags.ts'

/**
 * A tag as a list of them has it, from the manifest that it names. A registry does not tell when it was pushed.
 * @param builtAt ISO 8601, stands for it; null where it is not known
 */
export function toImageTag(tag: string, pulled: PulledManifest, builtAt: string | null): ImageTag {
  const { digest, manifest } = pulled
  const { artifactType } = manifest
  const config = manifest.kind === 'image' ? manifest.config : null
  const configType = config === null || isImageConfigMediaType(config.mediaType) ? null : config.mediaType
  return {
    tag,
    digest,
    sizeBytes: toImageSize(pulled),
    pushedAt: builtAt,
    mediaType: manifest.mediaType,
    artifactMediaType: artifactType ?? configType,
  }
}
