/**
 * Media types of manifests and configs (OCI image specification 1.1.1, "Media Types"; Docker "Image Manifest V 2, Schema 2").
 * They are compared without regard to case (RFC 9110, section 8.3.1).
 */

export const OCI_IMAGE = 'application/vnd.oci.image.manifest.v1+json'
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json'
export const OCI_ARTIFACT = 'application/vnd.oci.artifact.manifest.v1+json'
export const DOCKER_IMAGE = 'application/vnd.docker.distribution.manifest.v2+json'
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json'

/** The config of what needs none (image specification 1.1, "Guidance for an Empty Descriptor"). */
export const OCI_EMPTY = 'application/vnd.oci.empty.v1+json'

const imageConfigs = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
])

/** Every kind of manifest that is stored and served, for an `Accept` header too. */
export const MANIFEST_MEDIA_TYPES = [OCI_IMAGE, OCI_INDEX, DOCKER_IMAGE, DOCKER_LIST, OCI_ARTIFACT] as const

/** The type of a manifest as everybody writes it, because clients compare it letter by letter; null for any other type. */
export function toManifestMediaType(mediaType: string): string | null {
  return MANIFEST_MEDIA_TYPES.find((known) => isSameMediaType(known, mediaType)) ?? null
}

/** Whether both are one media type, in whatever case they are written. */
export function isSameMediaType(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** The media type of a `Content-Type`, without parameters; null where there is none. */
export function stripParameters(contentType: string | null | undefined): string | null {
  return contentType?.split(';', 1)[0]?.trim() || null
}

/** A manifest that lists other manifests. */
export function isIndexMediaType(mediaType: string): boolean {
  return isSameMediaType(mediaType, OCI_INDEX) || isSameMediaType(mediaType, DOCKER_LIST)
}

/** The config of an image that can be run, in contrast to that of an artifact. */
export function isImageConfigMediaType(mediaType: string): boolean {
  return imageConfigs.has(mediaType.toLowerCase())
}

/** Layers that may not be distributed: registries need not have them (OCI image specification 1.1.1, "Layer"). */
export function isNondistributable(mediaType: string): boolean {
  const type = mediaType.toLowerCase()
  return (
    type.startsWith('application/vnd.oci.image.layer.nondistributable.') ||
    type === 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip'
  )
}
