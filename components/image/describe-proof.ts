/** What each statement about an image comes to, in words: verified with who made it, or present and why it is not verified. Pure. */
import { isBomPredicate, isProvenancePredicate } from '#lib/oci/attachment.ts'
import type { CheckedProof, ImageProof, ProvedAttachment } from '#lib/pages/get-image-proof.ts'
import { type Build, type Doubt, isPlainSignature, type Proof } from '#lib/proof/proof.ts'
import { formatBytes } from '../ui/format-bytes.ts'

/** `alarm` is for a signer who is known, and is not whom the images are expected from. */
export type Tone = 'verified' | 'doubt' | 'alarm' | 'pending' | 'plain'

/** What a statement is called. */
export function toHeading({ doubt, predicateType, build }: CheckedProof): string {
  const isSignature = isPlainSignature({ predicateType })
  if (doubt !== null) return isSignature ? 'Signature' : describePredicate(predicateType)
  if (isSignature) return 'Signed'
  if (build !== null) return 'Built from'
  return predicateType !== null && isBomPredicate(predicateType)
    ? 'Lists its parts'
    : describePredicate(predicateType)
}

/** Of what kind a statement is, by its type. */
function describePredicate(predicateType: string | null): string {
  if (predicateType === null) return 'Signature'
  if (isProvenancePredicate(predicateType)) return 'How it was built'
  if (isBomPredicate(predicateType)) return 'Bill of materials'
  if (predicateType.includes('in-toto.io/attestation/vulns') || predicateType.includes('/vuln/'))
    return 'Scan for vulnerabilities'
  return predicateType.includes('openvex.dev') ? 'Exploitability (VEX)' : 'Attestation'
}

export function toTone({ doubt, isExpected }: CheckedProof): Tone {
  if (doubt !== null) return 'doubt'
  return isExpected ? 'verified' : 'alarm'
}

/** `token.actions.githubusercontent.com`: an issuer as it is read. */
export function toIssuerName(issuer: string): string {
  return issuer.replace(/^https?:\/\//, '').replace(/\/$/, '')
}

const reasons: Record<Exclude<Doubt, 'no-trust-store' | 'too-large'>, string> = {
  unsigned: 'nobody has signed it; a builder wrote it down',
  'unknown-key': 'it is signed with a key that neither the publisher nor this gallery’s operator has named',
  'unknown-root': 'its certificate leads to no authority that this gallery trusts',
  untimely: 'it was signed when its certificate was not valid',
  'not-logged': 'no transparency log that this gallery trusts has it as it is here',
  'other-image': 'it speaks of another image',
  'bad-signature': 'the signature does not fit what was signed',
  'too-much-work': 'it takes longer to read than this gallery allows',
  unreadable: 'it is not in a form that can be read',
}

/** Why a statement is not verified; a clause that goes on after "not verified:". */
export function describeDoubt({ doubt, detail, claimedSigner }: Proof): string {
  if (doubt === null) return ''
  if (doubt === 'no-trust-store') {
    const whose = claimedSigner === null ? '' : ` whose certificate says ${claimedSigner}`
    return `a notation signature${whose}; this gallery has no notation trust store`
  }
  if (doubt === 'too-large') {
    const sizeBytes = Number(detail)
    return `it is too large to be read here${Number.isSafeInteger(sizeBytes) ? ` (${formatBytes(sizeBytes)})` : ''}`
  }
  const claims = doubt === 'unknown-root' && claimedSigner !== null ? `; it claims ${claimedSigner}` : ''
  return `${reasons[doubt]}${claims}`
}

/** A source as it is read and where it leads: without its scheme, with the first digits of the commit. */
export function describeSource({ repository, commit }: Build): string | null {
  const name = repository?.replace(/^https?:\/\//, '').replace(/\.git$/, '') ?? null
  const at = commit !== null && /^[0-9a-f]{40,64}$/.test(commit) ? commit.slice(0, 7) : commit
  if (name === null) return at
  return at === null ? name : `${name}@${at}`
}

/** The last part of a workflow's address: `release.yml`. */
export function describeWorkflow({ workflow, builder }: Build): string | null {
  const text = workflow ?? builder
  if (text === null) return null
  return (
    text
      .replace(/@refs\/.*$/, '')
      .split('/')
      .at(-1) || text
  )
}

/** Beside the heading: how many of the statements are verified, and when that was found out. */
export function summarizeProof({ attachments }: ImageProof): {
  verified: number
  total: number
  pending: number
} {
  const proofs = attachments.flatMap((one) => one.proofs ?? [])
  return {
    verified: proofs.filter(({ doubt }) => doubt === null).length,
    total: proofs.length + attachments.filter(({ proofs: known }) => known === null).length,
    pending: attachments.filter(({ state }) => state === 'under-way').length,
  }
}

/** Whoever signed stands first, then how it was built, then what else is verified; behind them what is not. */
export function compareProofs(a: CheckedProof, b: CheckedProof): number {
  return rankProof(a) - rankProof(b)
}

/** The rank of an attachment is that of its first statement; what states nothing here comes last. */
export function rankProved({ proofs, state }: ProvedAttachment): number {
  if (proofs === null) return state === 'under-way' ? 8 : 9
  return Math.min(9, ...proofs.map(rankProof))
}

function rankProof(proof: CheckedProof): number {
  // A signer who is not the expected one is the first thing to know.
  if (toTone(proof) === 'alarm') return 0
  const kind = isPlainSignature(proof) ? 1 : proof.build !== null ? 2 : 3
  return proof.doubt === null ? kind : kind + 4
}
