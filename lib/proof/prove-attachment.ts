/**
 * The question whether an attachment is right, as a finding: worked out once for its digest, the digests that it is asked about, and who
 * is believed. A signature that was logged cannot become wrong by the clock; one that was not (notation) has its times in its proof.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Question } from '#lib/findings/create-findings.ts'
import { toJsonKind } from '#lib/findings/finding-kind.ts'
import type { Digest } from '#lib/oci/digest.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'
import { collectEvidence, needsManifests, readManifests } from './collect-evidence.ts'
import type { Trust } from './evidence.ts'
import { type Proof, proofSchema, toUntold } from './proof.ts'
import { judgeInThread, toExceeded } from './proof-pool.ts'

/** The version says what judges: a library or a rule that judges otherwise is a new one. */
const proofKind = toJsonKind({ name: 'proof', version: 2, deadlineMs: 60_000 }, z.array(proofSchema).max(24))

/** After so many statements of an attachment that took too long the others are not begun: all attachments share one thread. */
const maxExceeded = 2

export interface ProofRequest {
  client: RegistryClient
  /** Of the repository, with its registry's alias. */
  name: string
  attachment: Digest
  /** Digests of the index and of its image, the index first: a statement about both is one about the whole. */
  subjects: readonly Digest[]
  trust: Trust
}

/** The question, for `Findings.find`; its answer has a proof for each statement of the attachment. */
export function toProofQuestion(request: ProofRequest): Question<Proof[]> {
  const { name, attachment, subjects, trust } = request
  return {
    kind: proofKind,
    key: [attachment, ...subjects, toTrustVersion(trust)].join(' '),
    readFrom: name,
    work: (signal) => prove(request, signal),
  }
}

async function prove(
  { client, name, attachment, subjects, trust }: ProofRequest,
  signal: AbortSignal,
): Promise<Proof[]> {
  const { evidence, untold } = await collectEvidence(client, name, { digest: attachment }, signal)
  const manifests = needsManifests(evidence) ? await readManifests(client, name, subjects) : {}
  const proofs: Proof[] = []
  let exceeded = 0
  for (const one of evidence) {
    signal.throwIfAborted()
    const proof =
      exceeded < maxExceeded
        ? await judgeInThread({ evidence: one, subjects, manifests, trust })
        : toExceeded(one.format)
    if (proof.doubt === 'too-much-work') exceeded += 1
    proofs.push(proof)
  }
  const told = untold.map((one) => ({
    ...toUntold(one.format),
    ...one,
    predicateType: one.predicateType && toShownText(one.predicateType, 255),
  }))
  return [...proofs, ...told]
}

/** Of the trust that was hashed last; all images of a gallery have nearly the same. */
const versions = new WeakMap<Trust, string>()

function toTrustVersion(trust: Trust): string {
  const known = versions.get(trust)
  if (known !== undefined) return known
  const { notation = [] } = trust
  const named = notation.length === 0 ? [] : [notation]
  const hash = createHash('sha256').update(JSON.stringify([trust.rootText, trust.keys, ...named]))
  const version = hash.digest('hex').slice(0, 16)
  versions.set(trust, version)
  return version
}
