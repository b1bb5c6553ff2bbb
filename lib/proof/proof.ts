/**
 * What a statement about an image was found to be worth: verified, with who made it, or not, with why. A proof says who signed and
 * what they stated, never that an image is free of faults. Pure.
 */
import { z } from 'zod'
import { isProvenancePredicate } from '#lib/oci/attachment.ts'

/** Why a statement is not verified. `forged` ones are those that contradict themselves; the others could not be checked here. */
export const DOUBTS = [
  'unsigned',
  'unknown-key',
  'unknown-root',
  'untimely',
  'expired',
  'not-logged',
  'no-trust-store',
  'other-image',
  'bad-signature',
  'too-large',
  'too-much-work',
  'unreadable',
] as const
export type Doubt = (typeof DOUBTS)[number]

const signer = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('identity'),
    /** The subject alternative name of the certificate: an address of a workflow, or of a person's mail. */
    identity: z.string(),
    /** Who vouched for that identity, as an issuer of OpenID Connect. */
    issuer: z.string(),
  }),
  z.object({
    by: z.literal('key'),
    /** Hex digits of the SHA-256 of the key, in its public form (SubjectPublicKeyInfo). */
    fingerprint: z.string(),
  }),
  z.object({
    /** Of an envelope of notation. */
    by: z.literal('certificate'),
    /** As tools print it: `CN=…, O=…`. */
    subject: z.string(),
    /** Hex digits of the SHA-256 of the certificate by which it is trusted. */
    authority: z.string(),
  }),
])

const build = z.object({
  /** Of the source; as it was stated. */
  repository: z.string().nullable(),
  commit: z.string().nullable(),
  ref: z.string().nullable(),
  workflow: z.string().nullable(),
  builder: z.string().nullable(),
  /** True where the authority that issued the certificate states it, and not the signer alone. */
  isCertified: z.boolean(),
})

export const proofSchema = z.object({
  /** What was read: how a signer wrote it down. */
  format: z.enum(['bundle', 'simple-signing', 'envelope', 'statement', 'notation']),
  /** Null for what is verified. */
  doubt: z.enum(DOUBTS).nullable(),
  /** What a tool would print, for the doubt; bounded, and empty for what is verified. */
  detail: z.string(),
  /** Null for what is not verified; a certificate that leads nowhere names nobody. */
  signer: signer.nullable(),
  /** What an unverified certificate says of its owner. */
  claimedSigner: z.string().nullable(),
  /** ISO 8601: when the transparency log, or a time-stamping authority, had it; null where neither says so. */
  loggedAt: z.string().nullable(),
  /** ISO 8601: from when on it counts as verified; null for always. */
  validFrom: z.string().nullable().default(null),
  /** ISO 8601: until when it counts as verified; null for always. */
  validUntil: z.string().nullable().default(null),
  /** The digest that it speaks of, one of those that were asked about; null where it speaks of none of them. */
  subject: z.string().nullable(),
  /** The type of the statement, as a URI; null for a plain signature. */
  predicateType: z.string().nullable(),
  /** How it was built; null where it does not say. */
  build: build.nullable(),
})

export type Proof = z.output<typeof proofSchema>
export type Signer = z.output<typeof signer>
export type Build = z.output<typeof build>

/** True for a plain signature, which states nothing but that somebody stands behind the image. */
export function isPlainSignature({ predicateType }: Pick<Proof, 'predicateType'>): boolean {
  return predicateType === null || predicateType.startsWith('https://sigstore.dev/cosign/sign/')
}

/**
 * True for what says that somebody stands behind the image: a plain signature, or how it was built. Who signs the report of a scan, or a list
 * of packages, has looked at an image, and need not have made it.
 */
export function isVouching(proof: Pick<Proof, 'predicateType'>): boolean {
  return isPlainSignature(proof) || isProvenancePredicate(proof.predicateType ?? '')
}

/** The proof as it counts at this time: before and after the times that it has, it is not verified. */
export function judgeByClock(proof: Proof, now: Date): Proof {
  const { validFrom, validUntil } = proof
  if (validUntil !== null && new Date(validUntil) <= now) {
    return { ...proof, doubt: 'expired', detail: validUntil, signer: null }
  }
  if (validFrom !== null && new Date(validFrom) > now) {
    return { ...proof, doubt: 'untimely', detail: validFrom, signer: null }
  }
  return proof
}

/** A proof of nothing yet. */
export function toUntold(format: Proof['format']): Proof {
  return {
    format,
    doubt: 'unsigned',
    detail: '',
    signer: null,
    claimedSigner: null,
    loggedAt: null,
    validFrom: null,
    validUntil: null,
    subject: null,
    predicateType: null,
    build: null,
  }
}
