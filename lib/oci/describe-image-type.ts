/** What an image's media types mean, in words for a visitor (OCI image specification 1.1, "Media Types"). */

const indexes = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
])

/** Artifacts by the media type of their config, or by their `artifactType`. */
const artifacts: [RegExp, string][] = [
  [/^application\/vnd\.cncf\.helm\./, 'Helm chart'],
  [/^application\/vnd\.(?:dev\.)?(?:cosign|sigstore)\b|^application\/vnd\.cncf\.notary\./, 'Signature'],
  [/spdx|cyclonedx|syft/i, 'Bill of materials'],
  [/in-toto/i, 'Attestation'],
  [/wasm/i, 'WebAssembly module'],
]

/** Signers that know no referrers put what they say about an image under a tag made from its digest. */
const attachments: Record<string, string> = {
  sig: 'Signature',
  att: 'Attestation',
  sbom: 'Bill of materials',
}

const attachmentTag = /^sha256-[0-9a-f]{64}\.(?<kind>sig|att|sbom)$/

/** True for a tag that is no image of the publisher's, but what a signer says about one. */
export function isAttachmentTag(tag: string): boolean {
  return attachmentTag.test(tag)
}

/**
 * @param tag tells signatures apart that look like images
 * @example describeImageType('application/vnd.oci.image.index.v1+json', null) // 'Multi-platform image'
 */
export function describeImageType(
  mediaType: string | null,
  artifactMediaType: string | null,
  tag?: string,
): string {
  const kind = attachmentTag.exec(tag ?? '')?.groups?.kind ?? ''
  const artifact = artifactMediaType ?? ''
  const known = attachments[kind] ?? artifacts.find(([pattern]) => pattern.test(artifact))?.[1]
  if (known !== undefined) return known
  if (
    artifact !== '' &&
    !/^application\/vnd\.(?:oci\.image\.config|docker\.container\.image)\./.test(artifact)
  ) {
    return 'Artifact'
  }
  return mediaType !== null && indexes.has(mediaType) ? 'Multi-platform image' : 'Image'
}

/**
 * The tags under which signers that know no referrers put what they say about an image.
 * @param digest of the image; only those with sha256 can have any
 */
export function listAttachmentTags(digest: string): string[] {
  const [algorithm, hex] = digest.split(':')
  return algorithm === 'sha256' ? Object.keys(attachments).map((kind) => `sha256-${hex}.${kind}`) : []
}
