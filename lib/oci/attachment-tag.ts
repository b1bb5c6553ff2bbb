/**
 * Tags that are no image of the publisher's, but what a signer says about one. Clients that know no referrers make them from the
 * image's digest: `sha256-HEX.sig` (cosign), and `sha256-HEX` for a list of everything that refers to it (OCI distribution
 * specification 1.1.1, "Referrers Tag Schema", which cuts the digest to what a tag may be). Pure.
 */
import type { Digest } from './digest.ts'
import type { ArtifactKind } from './kind-of-media-type.ts'

const kinds: Record<string, ArtifactKind> = {
  sig: 'signature',
  att: 'attestation',
  sbom: 'sbom',
}

// The digest of SHA-512 is cut off after 121 of its digits.
const pattern =
  /^(?<algorithm>sha256|sha512)-(?<hex>[0-9a-f]{64}|[0-9a-f]{121}|[0-9a-f]{128})(?:[.-](?<suffix>[a-z0-9][a-z0-9._-]*))?$/

/** True for a tag that is made from another image's digest. */
export function isAttachmentTag(tag: string): boolean {
  return pattern.test(tag)
}

/** What such a tag says that is kept under it; null for any other tag. */
export function findAttachmentKind(tag: string): ArtifactKind | null {
  const groups = pattern.exec(tag)?.groups
  if (groups === undefined) return null
  return groups.suffix === undefined ? 'referrers' : (kinds[groups.suffix] ?? 'artifact')
}

/** The digest of the image that such a tag speaks of; null where it is cut off, and for any other tag. */
export function findAttachmentSubject(tag: string): Digest | null {
  // Not by `isDigest`: its module can hash, which no browser should have to load for this.
  const { algorithm, hex = '' } = pattern.exec(tag)?.groups ?? {}
  return hex.length === (algorithm === 'sha256' ? 64 : 128) ? (`${algorithm}:${hex}` as Digest) : null
}

/**
 * The tags under which cosign keeps what is said about an image.
 * @param digest of the image; only those with sha256 can have any
 */
export function listAttachmentTags(digest: string): string[] {
  const [algorithm, hex] = digest.split(':')
  return algorithm === 'sha256' ? Object.keys(kinds).map((suffix) => `sha256-${hex}.${suffix}`) : []
}
