/**
 * What a certificate of Fulcio says of its owner: who, by whose word, and, for a workflow, what it built from (Fulcio's
 * `docs/oid-info.md`, the arc 1.3.6.1.4.1.57264.1). Only for certificates whose chain was verified. Pure.
 */
import { ASN1Obj } from '@sigstore/core'
import type { Signer as VerifiedSigner } from '@sigstore/verify'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { Build, Signer } from './proof.ts'
import { toShownBuild } from './statement.ts'

type Identity = VerifiedSigner['identity']

const fulcio = '1.3.6.1.4.1.57264.1.'

/** @throws {Error} when the certificate names nobody */
export function toIdentitySigner(identity: Identity): Signer {
  const name = identity?.subjectAlternativeName
  if (!name) throw new Error('The certificate names no owner.')
  return {
    by: 'identity',
    identity: toShownText(name, 1_000),
    issuer: toShownText(identity?.extensions?.issuer ?? '', 1_000),
  }
}

/** Null for what was signed by a person. */
export function toCertificateBuild(identity: Identity): Build | null {
  const find = (number: number) => {
    const id = `${fulcio}${number}`
    const found = identity?.oids?.find(({ oid }) => oid?.id.join('.') === id)
    return found === undefined ? null : readText(found.value)
  }
  const repository = find(12)
  if (repository === null) return null
  return toShownBuild({
    repository,
    commit: find(13),
    ref: find(14),
    workflow: find(18) ?? find(9),
    builder: find(9),
    isCertified: true,
  })
}

/** These extensions hold a UTF8String in DER. */
function readText(value: Buffer): string | null {
  try {
    return ASN1Obj.parseBuffer(Buffer.from(value)).value.toString('utf8') || null
  } catch {
    return null
  }
}
