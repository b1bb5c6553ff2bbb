/** What each statement about an image comes to, in words: verified with who made it, or present and why it is not verified. Pure. */

import { isolateText } from '#lib/language/isolate-text.ts'
import type { Messages, Texts } from '#lib/language/texts.ts'
import { isBomPredicate, isProvenancePredicate, isScanPredicate } from '#lib/oci/attachment.ts'
import type { CheckedProof, ImageProof, ProvedAttachment } from '#lib/pages/proof/get-image-proof.ts'
import { type Build, isPlainSignature, type Proof } from '#lib/proof/proof.ts'
import { formatBytes } from '../ui/format-bytes.ts'

/** `alarm` is for a signer who is known, and is not whom the images are expected from. */
export type Tone = 'verified' | 'doubt' | 'alarm' | 'pending' | 'plain'

/** What a statement is called. */
export function toHeading({ doubt, predicateType, build }: CheckedProof, texts: Texts<'proof'>): string {
  return texts(`headings.${chooseHeading({ doubt, predicateType, build })}`)
}

type Heading = keyof Messages['proof']['headings']

function chooseHeading({
  doubt,
  predicateType,
  build,
}: Pick<Proof, 'doubt' | 'predicateType' | 'build'>): Heading {
  const isSignature = isPlainSignature({ predicateType })
  if (doubt !== null) return isSignature ? 'signature' : classifyPredicate(predicateType)
  if (isSignature) return 'signed'
  if (build !== null) return 'builtFrom'
  return predicateType !== null && isBomPredicate(predicateType)
    ? 'listsParts'
    : classifyPredicate(predicateType)
}

/** Of what kind a statement is, by its type. */
function classifyPredicate(predicateType: string | null): Heading {
  if (predicateType === null) return 'signature'
  if (isProvenancePredicate(predicateType)) return 'build'
  if (isBomPredicate(predicateType)) return 'bom'
  if (isScanPredicate(predicateType)) return 'scan'
  return predicateType.includes('openvex.dev') ? 'vex' : 'attestation'
}

export function toTone({ doubt, isExpected }: CheckedProof): Tone {
  if (doubt !== null) return 'doubt'
  if (isExpected === null) return 'pending'
  return isExpected ? 'verified' : 'alarm'
}

/** `token.actions.githubusercontent.com`: an issuer as it is read. */
export function toIssuerName(issuer: string): string {
  return issuer.replace(/^https?:\/\//, '').replace(/\/$/, '')
}

/** Why a statement is not verified; a clause that goes on after "not verified:". */
export function describeDoubt(
  { doubt, detail, claimedSigner: signer }: Proof,
  texts: Texts<'proof'>,
): string {
  if (doubt === null) return ''
  if (doubt === 'no-trust-store' && signer !== null)
    return texts('noTrustStoreClaims', { signer: isolateText(signer) })
  if (doubt === 'unknown-root' && signer !== null)
    return texts('unknownRootClaims', { signer: isolateText(signer) })
  const sizeBytes = Number(detail)
  if (doubt === 'too-large' && Number.isSafeInteger(sizeBytes)) {
    return texts('tooLargeBytes', { size: formatBytes(sizeBytes) })
  }
  return texts(`doubts.${doubt}`)
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
