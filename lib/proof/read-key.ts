/** Public keys as tools and people write them. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto'

export interface KnownKey {
  key: KeyObject
  /** Hex digits of the SHA-256 of its public form. */
  fingerprint: string
}

/**
 * Reads a public key.
 * @param pem as tools write it, or its base64 alone, as it fits into a resource tag
 * @throws {Error} when it is none, or of a kind that nobody should sign with
 */
export function readKey(pem: string): KnownKey {
  const text = pem.trim()
  const key = text.startsWith('-----')
    ? createPublicKey(text)
    : createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  if (!['ec', 'ed25519', 'rsa'].includes(type ?? ''))
    throw new Error(`Keys of the kind '${type}' sign nothing here.`)
  if (type === 'rsa' && (details?.modulusLength ?? 0) < 2_048) throw new Error('The RSA key is too short.')
  const der = key.export({ format: 'der', type: 'spki' })
  return { key, fingerprint: createHash('sha256').update(der).digest('hex') }
}
