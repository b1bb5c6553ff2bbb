import {
  type Bundle,
  bundleFromJSON,
  isBundleWithDsseEnvelope,
  isBundleWithPublicKey,
} from '@sigstore/bundle'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import {
  type TrustMaterial,
  toSignedEntity,
  toTrustMaterial,
  VerificationError,
  Verifier,
} from '@sigstore/verify'
import { isProvenancePredicate } from '#lib/oci/attachment.ts'
import { toDigest } from '#lib/oci/digest.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { readBundledCertificate } from './bundled-certificate.ts'
import { isForSigning } from './certificate-chain.ts'
import { toCertificateBuild, toIdentitySigner } from './certificate-claims.ts'
import { toDoubt } from './doubts.ts'
import type { Evidence, JudgeRequest, Trust } from './evidence.ts'
import { judgeNotation } from './judge-notation.ts'
import { findSigningKey } from './known-keys.ts'
import { type Doubt, type Proof, type Signer, toUntold } from './proof.ts'
import { readBoundedJson } from './read-bounded-json.ts'
import { type KnownKey, readKey } from './read-key.ts'
import { readSimpleSigning, readStatement, type Statement } from './statement.ts'
import { toBundle } from './to-bundle.ts'

const maxDetail = 300
/** Of a log, of time stamps, and of a chain; one to three are usual. */
const maxEntries = 16
/** Characters; some hundred are usual. */
const maxCheckpoint = 8_192

/** What is signed, and what it says. */
interface Signed {
  bundle: Bundle
  /** Of a signature over a message. */
  artifact: Buffer | null
  statement: Statement
}

/** The proof that this evidence is; never throws for anything that stands in it. */
export function judgeEvidence(
  { evidence, subjects, manifests, trust }: JudgeRequest,
  now = new Date(),
): Proof {
  const nothing: Proof = { ...toUntold(evidence.format), doubt: null }
  const doubtful = (doubt: Doubt, error: unknown, known: Partial<Proof> = {}): Proof => ({
    ...nothing,
    ...known,
    doubt,
    detail: toDetail(error),
  })
  let signed: Signed
  try {
    if (evidence.format === 'notation') {
      const judged = judgeNotation(evidence, subjects, { trust: trust.notation ?? [], now })
      return { ...nothing, ...judged }
    }
    if (evidence.format === 'statement') {
      const statement = readStatement(evidence.text, subjects)
      return doubtful(statement.subject === null ? 'other-image' : 'unsigned', '', statement)
    }
    signed = readSigned(evidence, subjects, manifests)
  } catch (error) {
    return doubtful('unreadable', error)
  }
  const { bundle, statement } = signed
  const { build: statedBuild, ...said } = statement
  const claimed = { ...said, build: statedBuild, claimedSigner: claimSigner(bundle) }
  if (statement.subject === null) return doubtful('other-image', '', claimed)
  try {
    const verified = isBundleWithPublicKey(bundle)
      ? verifyWithKeys(signed, trust)
      : verifyWithRoot(signed, trust)
    if (verified === null) return doubtful('unknown-key', '', claimed)
    // The certificate of a workflow names its source whatever it signs; only provenance says that the image was built by it.
    const build = isProvenancePredicate(said.predicateType ?? '') ? (verified.build ?? statedBuild) : null
    return { ...nothing, ...said, ...verified, build }
  } catch (error) {
    return doubtful(toDoubt(error, bundle), error, claimed)
  }
}

type Verified = Pick<Proof, 'loggedAt' | 'build'> & { signer: Signer }

/** @throws {Error} when it cannot be read */
function readSigned(
  evidence: Exclude<Evidence, { format: 'notation' | 'statement' }>,
  subjects: readonly string[],
  manifests: Readonly<Record<string, string>>,
): Signed {
  if (evidence.format === 'simple-signing') {
    const artifact = Buffer.from(evidence.text)
    const statement = readSimpleSigning(evidence.text, subjects)
    return { bundle: toBundle(evidence, artifact), artifact, statement }
  }
  const bundle =
    evidence.format === 'bundle'
      ? bundleFromJSON(readBoundedJson(evidence.text))
      : toBundle(evidence, readBoundedJson(evidence.text))
  requireFew(bundle)
  if (isBundleWithDsseEnvelope(bundle)) {
    const { payload, payloadType } = bundle.content.dsseEnvelope
    if (payloadType !== 'application/vnd.in-toto+json') throw new Error('It is no in-toto statement.')
    return { bundle, artifact: null, statement: readStatement(payload.toString('utf8'), subjects) }
  }
  // Which of the manifests it is over; their bytes were checked against their digests, but a thread believes nobody.
  const hash = bundle.content.$case === 'messageSignature' && bundle.content.messageSignature.messageDigest
  const digest = `sha256:${hash ? hash.digest.toString('hex') : ''}`
  const artifact = Object.hasOwn(manifests, digest)
    ? Buffer.from(manifests[digest] ?? '', 'base64')
    : Buffer.alloc(0)
  const isOver = subjects.includes(digest) && toDigest('sha256', artifact) === digest
  return {
    bundle,
    artifact,
    statement: { subject: isOver ? digest : null, predicateType: null, build: null },
  }
}

/**
 * What verifies compares all entries and time stamps with each other, before it looks at any signature.
 * @throws {Error} when there are more than any signer needs
 */
function requireFew({ verificationMaterial }: Bundle): void {
  const { content, tlogEntries, timestampVerificationData } = verificationMaterial
  const lengths = [
    tlogEntries.length,
    timestampVerificationData?.rfc3161Timestamps.length ?? 0,
    content.$case === 'x509CertificateChain' ? content.x509CertificateChain.certificates.length : 0,
  ]
  const checkpoints = tlogEntries.map(({ inclusionProof }) => inclusionProof?.checkpoint?.envelope ?? '')
  if (lengths.some((length) => length > maxEntries)) throw new Error('It has too many entries of logs.')
  if (checkpoints.some((text) => text.length > maxCheckpoint)) throw new Error('A checkpoint is too long.')
}

/** @throws {Error} saying what is not right */
function verifyWithRoot({ bundle, artifact }: Signed, trust: Trust): Verified {
  const material = toMaterial(trust)
  const entity = toSignedEntity(bundle, artifact ?? undefined)
  const signer = new Verifier(material, {
    // A root of an operator's own may be without these logs; where it has them, they must have it.
    ctlogThreshold: Math.min(1, material.ctlogs.length),
    tlogThreshold: Math.min(1, material.tlogs.length),
    timestampThreshold: 1,
  }).verify(entity)
  const certificate = readBundledCertificate(bundle)
  // An authority of an operator's own may issue certificates for other ends, too.
  if (certificate === null || !isForSigning(certificate)) {
    throw new VerificationError({
      code: 'CERTIFICATE_ERROR',
      message: 'The certificate is not one for signing.',
    })
  }
  return {
    signer: toIdentitySigner(signer.identity),
    loggedAt: toLoggedAt(bundle, entity),
    build: toCertificateBuild(signer.identity),
  }
}

/** Null when none of the keys made it. */
function verifyWithKeys(signed: Signed, trust: Trust): Verified | null {
  const { bundle, artifact } = signed
  const keys = trust.keys.map(readKey)
  const found = findSigningKey(bundle, artifact, keys)
  if (found === null) return null
  return {
    signer: { by: 'key', fingerprint: found.fingerprint },
    loggedAt: findLoggedAt(signed, found, trust),
    build: null,
  }
}

/** When the log had what a key signed; null where no entry that can be believed says so. */
function findLoggedAt({ bundle, artifact }: Signed, { key }: KnownKey, trust: Trust): string | null {
  try {
    const material: TrustMaterial = {
      ...toMaterial(trust),
      publicKey: () => ({ publicKey: key, validFor: () => true }),
    }
    const entity = toSignedEntity(bundle, artifact ?? undefined)
    new Verifier(material, { ctlogThreshold: 0, tlogThreshold: 1, timestampThreshold: 1 }).verify(entity)
    return toLoggedAt(bundle, entity)
  } catch {
    return null
  }
}

function toLoggedAt(bundle: Bundle, { timestamps }: ReturnType<typeof toSignedEntity>): string | null {
  // Only an entry with a promise has a time that the log has signed.
  const entry = bundle.verificationMaterial.tlogEntries.find(
    ({ inclusionPromise, integratedTime }) => inclusionPromise !== undefined && Number(integratedTime) > 0,
  )
  if (entry !== undefined) return toTime(new Date(Number(entry.integratedTime) * 1000))
  const stamp = timestamps.find((one) => one.$case === 'timestamp-authority')
  return stamp?.$case === 'timestamp-authority' ? toTime(stamp.timestamp.signingTime) : null
}

function toTime(date: Date): string | null {
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}

/** Of the same root, which hundreds of proofs are judged by. */
let known: { text: string; material: TrustMaterial } | null = null

function toMaterial({ rootText }: Trust): TrustMaterial {
  if (known?.text !== rootText) {
    known = { text: rootText, material: toTrustMaterial(TrustedRoot.fromJSON(JSON.parse(rootText))) }
  }
  return known.material
}

/** What the certificate says of its owner, whoever issued it. */
function claimSigner(bundle: Bundle): string | null {
  const certificate = readBundledCertificate(bundle)
  if (certificate === null) return null
  const { subjectAltName, subject } = certificate
  const name = subjectAltName?.replace(/^(?:URI|email|DNS):/, '') ?? subject
  return name ? toShownText(name, 300) : null
}

function toDetail(error: unknown): string {
  return toShownText(error instanceof Error ? error.message : String(error), maxDetail)
}
