/**
 * Digests: `algorithm:hex` (OCI image specification 1.1.1, "Descriptors: Digests"). The two registered algorithms are
 * both first class here; any other is not a digest that this project can verify.
 */
import { type Hash, hash } from 'node:crypto'

export type Digest = string & { readonly brand: 'Digest' }

export const DIGEST_ALGORITHMS = ['sha256', 'sha512'] as const
export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number]

const pattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/

/** True for `sha256:` with 64, or `sha512:` with 128 lower-case hexadecimal digits. */
export function isDigest(text: string): text is Digest {
  return pattern.test(text)
}

/**
 * Takes a digest apart.
 * @returns null for anything that is not a digest
 */
export function parseDigest(text: string): { algorithm: DigestAlgorithm; hex: string } | null {
  if (!isDigest(text)) return null
  const [algorithm, hex = ''] = text.split(':')
  return { algorithm: algorithm === 'sha512' ? 'sha512' : 'sha256', hex }
}

/** The digest of these bytes. */
export function toDigest(algorithm: DigestAlgorithm, bytes: Uint8Array): Digest {
  // In one call, which for a manifest takes two thirds of the time.
  return `${algorithm}:${hash(algorithm, bytes, 'hex')}` as Digest
}

/** The digest of everything that was given to the hash; the hash can be used no more. */
export function finishDigest(algorithm: DigestAlgorithm, hash: Hash): Digest {
  return `${algorithm}:${hash.digest('hex')}` as Digest
}
