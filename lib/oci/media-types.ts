/** Media types of manifests and configs (OCI image specification 1.1.1, "Media Types"; Docker "Image Manifest V 2, Schema 2"). */

export const OCI_IMAGE = 'application/vnd.oci.image.manifest.v1+json'
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json'
export const OCI_ARTIFACT = 'application/vnd.oci.artifact.manifest.v1+json'
export const DOCKER_IMAGE = 'application/vnd.docker.distribution.manifest.v2+json'
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json'

const imageConfigs = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
])

/** Every kind of manifest that is stored and served, for an `Accept` header too. */
export const MANIFEST_MEDIA_TYPES = [OCI_IMAGE, OCI_INDEX, DOCKER_IMAGE, DOCKER_LIST, OCI_ARTIFACT] as const

export function isKnownManifestMediaType(mediaType: string): boolean {
  return MANIFEST_MEDIA_TYPES.some((known) => known === mediaType)
}

/** A manifest that lists other manifests. */
export function isIndexMediaType(mediaType: string): boolean {
  return mediaType === OCI_INDEX || mediaType === DOCKER_LIST
}

/** The config of an image that can be run, in contrast to that of an artifact. */
export function isImageConfigMediaType(mediaType: string): boolean {
  return imageConfigs.has(mediaType)
}

/** Layers that may not be distributed: registries need not have them (OCI image specification 1.1.1, "Layer"). */
export function isNondistributable(mediaType: string): boolean {
  return (
    mediaType.startsWith('application/vnd.oci.image.layer.nondistributable.') ||
    mediaType === 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip'
  )
}
