/** What stands at the end of a path: a tag or a digest (distribution specification 1.1.1, "Pulling manifests"). */
import { type Digest, isDigest } from '#lib/oci/digest.ts'
import { isTag } from '#lib/oci/tag.ts'
import { OciError } from './oci-error.ts'

export type ManifestReference = { digest: Digest } | { tag: string }

/**
 * Reads a reference.
 * @returns null for what can be no tag, so that nothing is there
 * @throws {OciError} DIGEST_INVALID for what looks like a digest and is none
 */
export function parseReference(text: string): ManifestReference | null {
  if (text.includes(':')) return { digest: requireDigest(text) }
  return isTag(text) ? { tag: text } : null
}

/** @throws {OciError} DIGEST_INVALID */
export function requireDigest(text: string | null): Digest {
  if (text !== null && isDigest(text)) return text
  throw new OciError(
    'DIGEST_INVALID',
    `'${(text ?? '').slice(0, 200)}' is not a digest: it must be sha256: or sha512: and as many hexadecimal digits in lower case.`,
  )
}
