/**
 * Signatures that were made with a key and no certificate: whose of the known keys it is. A bundle only hints at the key, so all are
 * tried. Ed25519 signs the message itself, the others a hash that goes with the curve, or SHA-256.
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { type Bundle, isBundleWithDsseEnvelope } from '@sigstore/bundle'
import { dsse } from '@sigstore/core'

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

/** The key that made the signature; null where it was none of these. */
export function findSigningKey(
  bundle: Bundle,
  artifact: Buffer | null,
  keys: readonly KnownKey[],
): KnownKey | null {
  const [message, signature] = isBundleWithDsseEnvelope(bundle)
    ? [
        dsse.preAuthEncoding(bundle.content.dsseEnvelope.payloadType, bundle.content.dsseEnvelope.payload),
        bundle.content.dsseEnvelope.signatures[0]?.sig,
      ]
    : [
        artifact,
        bundle.content.$case === 'messageSignature' ? bundle.content.messageSignature.signature : null,
      ]
  if (!message || !signature) return null
  return keys.find(({ key }) => isSignedBy(message, signature, key)) ?? null
}

function isSignedBy(message: Buffer, signature: Buffer, key: KeyObject): boolean {
  return listHashes(key).some((hash) => {
    try {
      return verify(hash, message, key, signature)
    } catch {
      return false
    }
  })
}

function listHashes({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): (string | null)[] {
  if (asymmetricKeyType === 'ed25519') return [null]
  const curve = asymmetricKeyDetails?.namedCurve
  if (curve === 'secp384r1') return ['sha384', 'sha256']
  if (curve === 'secp521r1') return ['sha512', 'sha256']
  return ['sha256']
}
