/**
 * Judges envelopes of notation by the trust store and policy that the operator has for a repository (Notary Project, "Trust store and
 * trust policy"): the signature is right, its certificate leads to one that is trusted there, nothing has expired, and nothing in it asks
 * for what is not known here. Of the two schemes `notary.x509` is verified. Without a time-stamping authority a signature holds as long as
 * its certificates do. Pure, and for a thread that can be ended.
 */
import { constants, type KeyObject, verify, X509Certificate } from 'node:crypto'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { ChainError, followChain, readCertificate } from './certificate-chain.ts'
import type { Evidence, NotationTrust } from './evidence.ts'
import { type NotationEnvelope, readNotation } from './notation-envelope.ts'
import type { Doubt, Proof } from './proof.ts'

type Judged = Pick<
  Proof,
  'doubt' | 'subject' | 'claimedSigner' | 'detail' | 'signer' | 'validFrom' | 'validUntil'
>

const payloadType = 'application/vnd.cncf.notary.payload.v1+json'
const knownHeaders = new Set(['signingScheme', 'expiry'].map((name) => `io.cncf.notary.${name}`))

/** Each goes with one size of key, which the certificate has and not the envelope chooses. */
const rsaAlgorithms = new Map([
  [2048, 'PS256'],
  [3072, 'PS384'],
  [4096, 'PS512'],
])
const curveAlgorithms = new Map([
  ['prime256v1', 'ES256'],
  ['secp384r1', 'ES384'],
  ['secp521r1', 'ES512'],
])

/** @throws {Error} when it is no such envelope */
export function judgeNotation(
  evidence: Extract<Evidence, { format: 'notation' }>,
  subjects: readonly string[],
  { trust, now }: { trust: readonly NotationTrust[]; now: Date },
): Judged {
  const envelope = readNotation(evidence)
  const subject = subjects.includes(envelope.target) ? envelope.target : null
  const claimedSigner = toClaim(envelope)
  const doubtful = (doubt: Doubt, detail = ''): Judged => ({
    doubt,
    detail: toShownText(detail, 300),
    subject,
    claimedSigner,
    signer: null,
    validFrom: null,
    validUntil: null,
  })
  if (subject === null) return doubtful('other-image')
  if (trust.length === 0) return doubtful('no-trust-store')
  const asked = findUnknown(envelope)
  if (asked !== null) return doubtful('unreadable', asked)
  try {
    const trusted = trust.flatMap(({ certificates }) => certificates.map(readCertificate))
    const { leaf, anchor, validFrom, validUntil } = followChain(envelope.chain, trusted)
    if (!isSignedBy(envelope, leaf.publicKey)) return doubtful('bad-signature')
    const end = envelope.expiry !== null && envelope.expiry < validUntil ? envelope.expiry : validUntil
    if (now >= end) return doubtful('expired', end.toISOString())
    return {
      doubt: null,
      detail: '',
      subject,
      claimedSigner,
      signer: { by: 'certificate', subject: toShownText(toName(leaf), 1_000), authority: anchor },
      // Whether that has come is for whoever shows it: clocks differ by seconds, and what is judged is kept.
      validFrom: validFrom.toISOString(),
      validUntil: end.toISOString(),
    }
  } catch (error) {
    if (!(error instanceof ChainError)) throw error
    return doubtful('unknown-root', error.message)
  }
}

/** What it asks for that is not done here; null where that is nothing. */
function findUnknown({ contentType, scheme, critical, expiry }: NotationEnvelope): string | null {
  if (contentType !== payloadType) return `It is of the type ${contentType}.`
  if (scheme !== 'notary.x509') return `It is signed by the scheme ${scheme}.`
  const unknown = critical.find((name) => !knownHeaders.has(name))
  if (unknown !== undefined) return `It asks for ${unknown}.`
  const needed = ['signingScheme', ...(expiry === null ? [] : ['expiry'])]
  const isLoose = needed.some((name) => !critical.includes(`io.cncf.notary.${name}`))
  return isLoose ? 'It does not say that its headers have to be known.' : null
}

function isSignedBy({ algorithm, signed, signature }: NotationEnvelope, key: KeyObject): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  const wanted =
    type === 'rsa'
      ? rsaAlgorithms.get(details?.modulusLength ?? 0)
      : type === 'ec'
        ? curveAlgorithms.get(details?.namedCurve ?? '')
        : undefined
  if (wanted === undefined || wanted !== algorithm) return false
  const how =
    type === 'rsa'
      ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : { key, dsaEncoding: 'ieee-p1363' as const }
  try {
    return verify(`sha${wanted.slice(2)}`, signed, how, signature)
  } catch {
    return false
  }
}

/** What its certificate says of its owner, whoever issued it. */
function toClaim({ chain: [first] }: NotationEnvelope): string | null {
  if (first === undefined) return null
  try {
    return toShownText(toName(new X509Certificate(first)), 300)
  } catch {
    return 'an unreadable certificate'
  }
}

/** `CN=test.example.com, O=Notary`: the subject as tools print it. */
function toName({ subject }: X509Certificate): string {
  return subject.split('\n').reverse().join(', ')
}
