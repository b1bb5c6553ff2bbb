/**
 * What a manifest names that must be in its repository. An index names images; what else it names by a media type that is no
 * manifest's is a blob, as in the build cache of BuildKit, whose entries are layers and their config (image specification
 * 1.1.1, "Image Index": other media types are not refused).
 */
import type { Descriptor, Manifest } from '#lib/oci/manifest.ts'
import { isNondistributable, toManifestMediaType } from '#lib/oci/media-types.ts'
import type { ImageReference } from '#registry/store/entities.ts'

/** One thing that a manifest names, and where it does. */
export interface NamedReference {
  /** Such as `layers.3`. */
  path: string
  kind: ImageReference['kind']
  descriptor: Descriptor
  /** False for layers that may not be distributed, or are to be had elsewhere; a config is always read here. */
  isRequired: boolean
}

/** Everything that the manifest names but its subject, in its order. */
export function listNamedReferences(manifest: Manifest): NamedReference[] {
  if (manifest.kind === 'index') {
    return manifest.manifests.map((descriptor, at) =>
      toNamed(`manifests.${at}`, descriptor, toManifestMediaType(descriptor.mediaType) ? 'image' : 'blob'),
    )
  }
  const { config, layers } = manifest
  return [
    ...(config === null ? [] : [{ ...toNamed('config', config, 'blob'), isRequired: true }]),
    ...layers.map((layer, at) => toNamed(`${config === null ? 'blobs' : 'layers'}.${at}`, layer, 'blob')),
  ]
}

function toNamed(path: string, descriptor: Descriptor, kind: ImageReference['kind']): NamedReference {
  const { urls, mediaType } = descriptor
  const isElsewhere = kind === 'blob' && (urls.length > 0 || isNondistributable(mediaType))
  return { path, kind, descriptor, isRequired: !isElsewhere }
}

/** What must be in the repository, and stays there as long as the manifest. */
export function listReferences(manifest: Manifest): ImageReference[] {
  return listNamedReferences(manifest)
    .filter(({ isRequired }) => isRequired)
    .map(({ kind, descriptor: { digest, mediaType } }) => ({ digest, mediaType, kind }))
}
