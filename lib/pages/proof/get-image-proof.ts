/**
 * What the statements about an image are worth: each signature and attestation is verified once, in the background, and the page shows
 * what is known. It waits a moment for what is not, and is made again a few seconds later where that was too short.
 */
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import type { Finding } from '#lib/findings/create-findings.ts'
import { type Attachment, chooseAttachments, mayBeProved } from '#lib/oci/attachment.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { SignatureFact } from '#lib/oci/image-facts.ts'
import { OF_A_KEY } from '#lib/oci/signer-words.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'
import type { Trust } from '#lib/proof/evidence.ts'
import { isPlainSignature, isVouching, judgeByClock, type Proof, type Signer } from '#lib/proof/proof.ts'
import { toProofQuestion } from '#lib/proof/prove-attachment.ts'
import { findSigners, isExpectedSigner, type RepositorySigners, unknownSigners } from '#lib/proof/signers.ts'
import { getCatalog, getReaderOf } from '#lib/runtime/catalog-instance.ts'
import { getFindings } from '#lib/runtime/findings-instance.ts'
import { getLog } from '#lib/runtime/log.ts'
import { getTrustBase, type TrustBase } from '#lib/runtime/trust-instance.ts'
import { isSourceTrouble, readOrRecall, remainingVisitMs } from '#lib/runtime/visit.ts'
import { proveInTurns } from './prove-in-turns.ts'

/** So many statements about one image are verified at a time, and shown with what they are worth. */
const maxProved = 12
/** More are listed, and not verified: the newest of each kind are. */
const maxLookedAt = 96
const maxWaitMs = 800

export interface ProvedAttachment {
  attachment: Attachment
  /** One for each statement in it; null while it is being verified, and where that failed. */
  proofs: CheckedProof[] | null
  state: 'known' | 'under-way' | 'failed'
  /** When it was verified; null where it is not known. */
  checkedAtMs: number | null
}

export interface CheckedProof extends Proof {
  /**
   * False for a signer who is verified, and not the one from whom images of this repository are expected; null while it cannot be read who
   * that is.
   */
  isExpected: boolean | null
}

export interface ImageProof {
  attachments: ProvedAttachment[]
  /** While something is still being verified, or the signers cannot be read: a page made now is worth showing for seconds only. */
  isPending: boolean
  signers: RepositorySigners
  root: Pick<TrustBase['root'], 'version' | 'isShipped'>
}

export interface ImageProofRequest {
  client: RegistryClient
  /** Of the repository, with its registry's alias. */
  name: string
  summary: RepositorySummary
  /** Of the index and of its image, the index first. */
  subjects: readonly Digest[]
  attached: readonly Attachment[]
  /** Milliseconds that a page waits for what is not known yet. */
  waitMs?: number
}

/** Verifies what is attached, or gives what is known of it within a moment. */
export async function getImageProof(request: ImageProofRequest): Promise<ImageProof> {
  const { client, name, summary, subjects, attached } = request
  const signers = await getSigners(summary)
  const { root } = getTrustBase()
  const trust: Trust = { rootText: root.text, keys: signers.keys, notation: signers.notation }
  const waitUntilMs = performance.now() + Math.min(request.waitMs ?? maxWaitMs, remainingVisitMs())
  const findings = getFindings()
  const statements = chooseAttachments(attached.filter(mayBeProved), maxLookedAt).map((attachment) => ({
    attachment,
    question: toProofQuestion({ client, name, attachment: attachment.digest, subjects, trust }),
  }))
  type Statement = (typeof statements)[number]
  const toProved = ({ attachment }: Statement, found: Finding<Proof[]>): ProvedAttachment => {
    if (found.state !== 'known') return { attachment, proofs: null, state: found.state, checkedAtMs: null }
    const proofs = found.value.map((kept) => {
      const proof = judgeByClock(kept, new Date())
      return { ...proof, isExpected: proof.signer === null || isExpectedSigner(proof.signer, signers) }
    })
    return { attachment, proofs, state: 'known', checkedAtMs: found.foundAtMs }
  }
  const { shown, isPending } = await proveInTurns<Statement, ProvedAttachment>(
    statements,
    {
      async find(statement) {
        const waitMs = Math.max(0, waitUntilMs - performance.now())
        return toProved(statement, await findings.find(statement.question, waitMs))
      },
      peek(statement) {
        const { kind, key } = statement.question
        const known = findings.peek(kind, key)
        return known && toProved(statement, known)
      },
      toRank,
    },
    maxProved,
  )
  return {
    attachments: shown,
    isPending: isPending || signers.statedBy === 'unknown',
    signers,
    root: { version: root.version, isShipped: root.isShipped },
  }
}

/** Of those that are too many: who is expected, somebody else, what is being verified, and what nobody signed. */
function toRank({ state, proofs }: ProvedAttachment): number {
  if (state === 'under-way') return 2
  const signed = (proofs ?? []).filter(({ signer }) => signer !== null)
  if (signed.length === 0) return 3
  return signed.some(({ isExpected }) => isExpected) ? 0 : 1
}

/**
 * What a list says of an image's signatures, the best of them counting: another's beside the expected one takes nothing from it.
 * @param listed the digest that stands in the list: who signed one platform's image of an index has not signed what else is in it
 */
export function toSignatureFact(
  proof: ImageProof,
  publisherName: string,
  listed: string,
): SignatureFact | null {
  const proofs = proof.attachments
    .flatMap((one) => one.proofs ?? [])
    .filter((one) => (one.signer === null ? isPlainSignature(one) : isVouching(one)))
    .filter(({ subject, doubt }) => subject === listed || (subject === null && doubt !== 'other-image'))
  const isBest = (isExpected: boolean, isPlain: boolean) => (one: CheckedProof) =>
    one.signer !== null && one.isExpected === isExpected && (!isPlain || isPlainSignature(one))
  const found =
    proofs.find(isBest(true, true)) ?? proofs.find(isBest(true, false)) ?? proofs.find(isBest(false, false))
  // Nobody passes for the expected one while it is not known who that is: it is asked for again.
  const isUndecided = proof.signers.statedBy === 'unknown' && proofs.some(({ signer }) => signer !== null)
  if (isUndecided) return { state: 'under-way', by: null }
  if (found?.signer) {
    const by = describeSigner(found.signer, publisherName)
    return { state: found.isExpected ? 'verified' : 'other-signer', by }
  }
  if (proof.isPending) return { state: 'under-way', by: null }
  return proofs.length === 0 ? null : { state: 'not-verified', by: null }
}

/** @example describeSigner({ by: 'key', … }, 'Acme') // 'Acme’s key' */
function describeSigner(signer: Signer, publisherName: string): string {
  if (signer.by === 'certificate') return toShownText(signer.subject, 200)
  return signer.by === 'key'
    ? `${toShownText(publisherName, 80)}${OF_A_KEY}`
    : toShownText(signer.identity.replace(/^https?:\/\//, ''), 200)
}

/** Who signs the images of a repository, by the operator's word, or else its publisher's. */
async function getSigners(summary: RepositorySummary): Promise<RepositorySigners> {
  const { registryId, registryAlias, repositoryName } = summary
  const aliases = getCatalog().findPublisher(registryAlias)?.aliases ?? [registryAlias]
  const named = { aliases, repositoryName }
  const pinned = findSigners(getTrustBase().signers, named, new Map())
  if (pinned.statedBy === 'operator') return pinned
  try {
    const tags = await readOrRecall(`resource tags ${registryId}/${repositoryName}`, async () => [
      ...(await getReaderOf(registryId).listResourceTags({ registryId, repositoryName })),
    ])
    return findSigners([], named, new Map(tags))
  } catch (error) {
    if (!isSourceTrouble(error)) throw error
    getLog().warn({ err: error }, 'Who signs the images of a repository could not be read.')
    return unknownSigners
  }
}
