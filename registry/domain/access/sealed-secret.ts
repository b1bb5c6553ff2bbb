/**
 * How an access key's secret is kept. Signature Version 4 needs the secret itself to recompute a signature,
 * so a hash would not do: it is sealed with a key that is kept beside the store, not in it.
 */
import { createHash } from 'node:crypto'
import type { Keys } from '#registry/store/keys.ts'

const purpose = 'access-key-secret'

/** Seals a secret access key for the `secret_sealed` column. */
export function sealSecret(keys: Keys, secretAccessKey: string): Uint8Array {
  return keys.seal(purpose, Buffer.from(secretAccessKey, 'utf8'))
}

/**
 * Opens what `sealSecret` made.
 * @throws {Error} when it was sealed under another `DATA_DIR/key`, or was damaged
 */
export function openSecret(keys: Keys, sealed: Uint8Array): string {
  return Buffer.from(keys.open(purpose, sealed)).toString('utf8')
}

/** Which of the installation's secrets it is sealed under, 0 being the present one; -1 for none. */
export function findSealer(keys: Keys, sealed: Uint8Array): number {
  return keys.findSealer(purpose, sealed)
}

/** The form in which a session token is stored: SHA-256, as lower-case hex. Tokens are random, so no salt is needed. */
export function hashSessionToken(sessionToken: string): string {
  return createHash('sha256').update(sessionToken, 'utf8').digest('hex')
}
