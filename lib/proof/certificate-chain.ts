/**
 * Whether a certificate leads to one that is trusted, as the Notary Project has it for signing code ("Certificate requirements", and RFC
 * 5280): each issued by the next, authorities that may issue, a leaf that may sign code, all of them valid at one time. Whether one was
 * revoked is not asked, as nothing is fetched. Pure.
 */
import { X509Certificate } from 'node:crypto'
import { X509Certificate as Details } from '@sigstore/core'

const maxLength = 10
/** OID of `id-kp-codeSigning` (RFC 5280, section 4.2.1.12). */
const codeSigning = '1.3.6.1.5.5.7.3.3'
/** Basic constraints, use of the key, extended use, alternative names, identifiers of keys, policies. */
const understood = new Set(['19', '15', '37', '17', '35', '14', '32'].map((last) => `2.5.29.${last}`))

/** The chain is not one that is trusted. */
export class ChainError extends Error {
  override name = 'ChainError'
}

export interface TrustedChain {
  leaf: X509Certificate
  /** Hex digits of the SHA-256 of the certificate that is trusted. */
  anchor: string
  /** From and until when all of them are valid. */
  validFrom: Date
  validUntil: Date
}

/** @throws {Error} for what is no certificate */
export function readCertificate(given: string | Buffer): X509Certificate {
  return new X509Certificate(given)
}

/** Hex digits of the SHA-256 of a certificate. */
export function toFingerprint({ fingerprint256 }: X509Certificate): string {
  return fingerprint256.replaceAll(':', '').toLowerCase()
}

/**
 * Follows the chain to the first of the certificates that are trusted.
 * @param ders of the leaf first, then each issuer
 * @throws {ChainError} when it leads to none, or is not right on the way
 */
export function followChain(ders: readonly Buffer[], trusted: readonly X509Certificate[]): TrustedChain {
  if (ders.length === 0 || ders.length > maxLength) throw new ChainError('It has no chain of certificates.')
  const chain = ders.map((der) => orChainError(() => readCertificate(der)))
  const known = new Map(trusted.map((one) => [toFingerprint(one), one]))
  const path: X509Certificate[] = []
  for (const certificate of chain) {
    const below = path.at(-1)
    if (below !== undefined && !isIssuedBy(below, certificate)) break
    path.push(certificate)
    if (known.has(toFingerprint(certificate))) return toTrusted(path)
  }
  // Signers may leave out the root, which both sides have.
  const last = path.at(-1)
  const root = last && trusted.find((one) => isIssuedBy(last, one))
  if (root === undefined) throw new ChainError('It leads to no certificate that is trusted.')
  return toTrusted([...path, root])
}

function toTrusted(path: readonly X509Certificate[]): TrustedChain {
  const [leaf] = path
  const anchor = path.at(-1)
  if (leaf === undefined || anchor === undefined) throw new ChainError('It has no chain of certificates.')
  for (const [at, certificate] of path.entries()) {
    const details = orChainError(() => Details.parse(Buffer.from(certificate.raw)))
    requireUnderstood(details)
    if (at === 0) requireSigner(certificate, details)
    else requireAuthority(details, at - 1)
  }
  return {
    leaf,
    anchor: toFingerprint(anchor),
    validFrom: new Date(Math.max(...path.map(({ validFromDate }) => validFromDate.getTime()))),
    validUntil: new Date(Math.min(...path.map(({ validToDate }) => validToDate.getTime()))),
  }
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
  } catch {
    return false
  }
}

/** What a critical extension says has to be heeded, and these are. */
function requireUnderstood(details: Details): void {
  for (const asn1 of details.extensions) {
    const [id, second] = asn1.subs
    const isCritical = asn1.subs.length === 3 && second?.toBoolean()
    if (isCritical && !understood.has(id?.toOID() ?? '')) {
      throw new ChainError(`A certificate has a critical extension that is not known here: ${id?.toOID()}.`)
    }
  }
}

/** True where its authority issued it for signing code, or said nothing of what it is for; never of an authority's own. */
export function isForSigning({ ca, keyUsage }: Pick<X509Certificate, 'ca' | 'keyUsage'>): boolean {
  // What Node calls so are the extended uses.
  const uses = keyUsage as string[] | undefined
  return !ca && (uses === undefined || uses.includes(codeSigning))
}

function requireSigner(certificate: X509Certificate, details: Details): void {
  if (details.isCA || certificate.ca)
    throw new ChainError('The certificate is of an authority, not of a signer.')
  if (details.extKeyUsage?.digitalSignature !== true || !isForSigning(certificate)) {
    throw new ChainError('The certificate is not one for signing.')
  }
}

/** @param below how many authorities stand between it and the leaf */
function requireAuthority(details: Details, below: number): void {
  const { isCA, extBasicConstraints, extKeyUsage } = details
  const most = extBasicConstraints?.pathLenConstraint
  const isAllowed = isCA && extKeyUsage?.keyCertSign === true && (most === undefined || below <= Number(most))
  if (!isAllowed) throw new ChainError('A certificate was issued by one that may issue none.')
}

function orChainError<Value>(read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    throw new ChainError('A certificate cannot be read.', { cause: error })
  }
}
