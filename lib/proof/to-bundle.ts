/**
 * Signatures and attestations of cosign 2 as bundles, so that there is one way to verify: its annotations hold the same things under
 * other names (cosign's `SIGNATURE_SPEC.md`). Pure.
 */
import { createHash, X509Certificate } from 'node:crypto'
import { type Bundle, bundleFromJSON } from '@sigstore/bundle'
import type { CosignAnnotations } from './evidence.ts'
import { pick, pickText, readBoundedJson } from './read-bounded-json.ts'

/**
 * @param signed the bytes that the signature is over, or an envelope that was read
 * @throws {Error} when it lacks something, or something is not in its form
 */
export function toBundle(annotations: CosignAnnotations, signed: unknown): Bundle {
  const content = Buffer.isBuffer(signed)
    ? {
        messageSignature: {
          messageDigest: {
            algorithm: 'SHA2_256',
            digest: createHash('sha256').update(signed).digest('base64'),
          },
          signature: annotations.signature ?? '',
        },
      }
    : { dsseEnvelope: signed }
  const { certificate, rekorBundle } = annotations
  const key =
    certificate === null
      ? { publicKey: { hint: '' } }
      : { x509CertificateChain: { certificates: [{ rawBytes: toDer(certificate) }] } }
  return bundleFromJSON({
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
    verificationMaterial: {
      ...key,
      tlogEntries: rekorBundle === null ? [] : [toLogEntry(readBoundedJson(rekorBundle))],
      timestampVerificationData: { rfc3161Timestamps: [] },
    },
    ...content,
  })
}

function toLogEntry(entry: unknown) {
  const canonicalizedBody = pick(entry, 'Payload', 'body')
  if (typeof canonicalizedBody !== 'string') throw new Error('The entry of the log has no body.')
  const body = readBoundedJson(Buffer.from(canonicalizedBody, 'base64').toString('utf8'))
  return {
    logIndex: String(pick(entry, 'Payload', 'logIndex')),
    logId: { keyId: Buffer.from(pickText(entry, 'Payload', 'logID') ?? '', 'hex').toString('base64') },
    kindVersion: { kind: pickText(body, 'kind') ?? '', version: pickText(body, 'apiVersion') ?? '' },
    integratedTime: String(pick(entry, 'Payload', 'integratedTime')),
    inclusionPromise: { signedEntryTimestamp: pick(entry, 'SignedEntryTimestamp') ?? '' },
    canonicalizedBody,
  }
}

function toDer(pem: string): string {
  return new X509Certificate(pem).raw.toString('base64')
}
