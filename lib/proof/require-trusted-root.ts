/** Whether a text is a trusted root of Sigstore (`application/vnd.dev.sigstore.trustedroot+json`) that can be verified by. */
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { toTrustMaterial } from '@sigstore/verify'

/** @throws {Error} when it is none, or trusts nobody */
export function requireTrustedRoot(text: string): void {
  const material = toTrustMaterial(TrustedRoot.fromJSON(JSON.parse(text)))
  if (material.certificateAuthorities.length === 0) throw new Error('It names no authority of certificates.')
}
