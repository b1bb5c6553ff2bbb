/** Guards what a right bundle is taken to say, and that one with more in it than any signer needs is refused before that is compared. */
import { beforeAll, expect, test } from 'vitest'
import {
  createSigningAuthority,
  type SigningAuthority,
  toStatement,
  workflowClaims,
  workflowIdentity,
  workflowIssuer,
} from '#testing/signing-authority.ts'
import { judgeEvidence } from './judge-evidence.ts'
import type { Proof } from './proof.ts'

const digest = `sha256:${'a'.repeat(64)}`
const byWorkflow = { by: 'identity', identity: workflowIdentity, issuer: workflowIssuer }

let authority: SigningAuthority

beforeAll(async () => {
  authority = await createSigningAuthority()
})

function judgeBundle(bundle: object): Proof {
  return judgeEvidence({
    evidence: { format: 'bundle', text: JSON.stringify(bundle) },
    subjects: [digest],
    manifests: {},
    trust: { rootText: authority.rootText, keys: [] },
  })
}

test.each([
  'https://spdx.dev/Document',
  'https://openvex.dev/ns/v0.2.0',
  'https://cosign.sigstore.dev/attestation/vuln/v1',
])('what a workflow signs is not thereby built by it: %s', async (predicateType) => {
  const bundle = await authority.signStatement(toStatement(digest, predicateType), {
    claims: workflowClaims,
  })
  expect(judgeBundle(bundle)).toMatchObject({ doubt: null, predicateType, signer: byWorkflow, build: null })
})

test('more entries, time stamps or letters of a checkpoint than any signer needs, before they are compared', async () => {
  const bundle = await authority.signStatement(toStatement(digest))
  const { verificationMaterial } = bundle
  const [entry] = verificationMaterial.tlogEntries
  const timestampVerificationData = {
    rfc3161Timestamps: Array.from({ length: 5_000 }, () => ({ signedTimestamp: 'AA==' })),
  }
  const inclusionProof = { ...entry?.inclusionProof, checkpoint: { envelope: 'x'.repeat(10_000) } }
  for (const change of [
    {
      tlogEntries: Array.from({ length: 5_000 }, (_, at) => ({ ...entry, integratedTime: String(at + 1) })),
    },
    { timestampVerificationData },
    { tlogEntries: [{ ...entry, inclusionProof }] },
  ]) {
    const changed = { ...bundle, verificationMaterial: { ...verificationMaterial, ...change } }
    expect(judgeBundle(changed)).toMatchObject({
      doubt: 'unreadable',
      detail: expect.stringMatching(/too (?:many|long)/),
    })
  }
})
