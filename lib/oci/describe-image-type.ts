/** What an image's media types mean, in words for a visitor (OCI image specification 1.1, "Media Types"). */

const indexes = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
])

/** Artifacts by the media type of their config, or by their `artifactType`. */
const artifacts: [RegExp, string][] = [
  [/^application\/vnd\.cncf\.helm\./, 'Helm chart'],
  [/^application\/vnd\.(?:dev\.)?(?:cosign|sigstore)\b|^application\/vnd\.cncf\.notary\./, 'Signature'],
  [/spdx|cyclonedx/i, 'Bill of materials'],
  [/in-toto/i, 'Attestation'],
  [/wasm/i, 'WebAssembly module'],
]

/** @example describeImageType('application/vnd.oci.image.index.v1+json', null) // 'Multi-platform' */
export function describeImageType(mediaType: string | null, artifactMediaType: string | null): string {
  const artifact = artifactMediaType ?? ''
  const known = artifacts.find(([pattern]) => pattern.test(artifact))
  if (known) return known[1]
  if (
    artifact !== '' &&
    !/^application\/vnd\.(?:oci\.image\.config|docker\.container\.image)\./.test(artifact)
  ) {
    return 'Artifact'
  }
  return mediaType !== null && indexes.has(mediaType) ? 'Multi-platform' : 'Image'
}
