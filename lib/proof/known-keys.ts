/**
 * Signatures that were made with a key and no certificate: whose of the known keys it is. A bundle only hints at the key, so all are
 * tried. Ed25519 signs the message itself, the others a hash that goes with the curve, or SHA-256.
 */
import { type KeyObject, verify } from 'node:crypto'
import { type Bundle, isBundleWithDsseEnvelope } from '@sigstore/bundle'
import { dsse } from '@sigstore/core'
import type { KnownKey } from './read-key.ts'

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
