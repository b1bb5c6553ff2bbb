/** Guards what lists say of an image's signatures, where a page has all of them. */
import { expect, test } from 'vitest'
import type { Attachment } from '#lib/oci/attachment.ts'
import { toUntold } from '#lib/proof/proof.ts'
import { isExpectedSigner, unknownSigners } from '#lib/proof/signers.ts'
import { type CheckedProof, type ImageProof, toSignatureFact } from './get-image-proof.ts'

const issuer = 'https://token.example.com'
const index = `sha256:${'1'.repeat(64)}`
const platform = `sha256:${'2'.repeat(64)}`
const verified: CheckedProof = {
  ...toUntold('bundle'),
  doubt: null,
  subject: index,
  signer: { by: 'identity', identity: 'https://git.example.com/acme/app', issuer },
  isExpected: true,
}
const byKey: CheckedProof = { ...verified, signer: { by: 'key', fingerprint: 'ab' } }
const other: CheckedProof = { ...verified, isExpected: false }
const ofPlatform: CheckedProof = { ...verified, subject: platform }
const ofScan: CheckedProof = { ...verified, predicateType: 'https://cosign.sigstore.dev/attestation/vuln/v1' }
const built: CheckedProof = { ...verified, predicateType: 'https://slsa.dev/provenance/v1' }
const elsewhere: CheckedProof = { ...toUntold('bundle'), doubt: 'other-image', isExpected: true }
const unreadable: CheckedProof = { ...toUntold('bundle'), doubt: 'unreadable', isExpected: true }
const doubtful: CheckedProof = { ...verified, doubt: 'unknown-root', signer: null }
const provenance: CheckedProof = { ...doubtful, predicateType: 'https://slsa.dev/provenance/v1' }

function toProof(proofs: CheckedProof[], state: 'known' | 'under-way' = 'known'): ImageProof {
  const attachment = { digest: 'sha256:a' } as Attachment
  return {
    isPending: state === 'under-way',
    attachments: [{ attachment, proofs: state === 'known' ? proofs : null, state, checkedAtMs: 1 }],
    signers: { keys: [], notation: [], identities: [], statedBy: null },
    root: { version: '1', isShipped: true },
  }
}

const byIdentity = { state: 'verified', by: 'git.example.com/acme/app' }

test.each([
  ['a verified signature', [verified], byIdentity],
  ['one by a key', [byKey], { state: 'verified', by: 'Acme’s key' }],
  ['one by somebody else', [other], { state: 'other-signer', by: 'git.example.com/acme/app' }],
  ['one by somebody else beside the expected one', [other, verified], byIdentity],
  ['one that is not verified', [doubtful], { state: 'not-verified', by: null }],
  ['one that is not verified beside one that is', [doubtful, verified], byIdentity],
  ['provenance that nobody signed', [provenance], null],
  ['one of a single platform of the index', [ofPlatform], null],
  ['one of a platform beside one of the index', [ofPlatform, byKey], { state: 'verified', by: 'Acme’s key' }],
  ['a signed report of a scan', [ofScan], null],
  ['signed provenance', [built], byIdentity],
  ['what speaks of another image', [elsewhere], null],
  ['what cannot be read', [unreadable], { state: 'not-verified', by: null }],
  ['nothing', [], null],
])('%s', (_, proofs, expected) => {
  expect(toSignatureFact(toProof(proofs), 'Acme', index)).toEqual(expected)
})

test('what is being verified is told', () => {
  expect(toSignatureFact(toProof([], 'under-way'), 'Acme', index)).toEqual({ state: 'under-way', by: null })
})

test('nobody passes for the expected signer while it cannot be read who that is', () => {
  const proof = toProof([
    { ...verified, isExpected: isExpectedSigner(byKey.signer ?? never(), unknownSigners) },
  ])
  const undecided = { ...proof, signers: unknownSigners }
  expect(proof.attachments[0]?.proofs?.[0]?.isExpected).toBe(null)
  expect(toSignatureFact(undecided, 'Acme', index)).toEqual({ state: 'under-way', by: null })
  // What nobody signed is the same whoever is expected.
  expect(toSignatureFact({ ...toProof([unreadable]), signers: unknownSigners }, 'Acme', index)).toEqual({
    state: 'not-verified',
    by: null,
  })
})

function never(): never {
  throw new Error('It has a signer.')
}
