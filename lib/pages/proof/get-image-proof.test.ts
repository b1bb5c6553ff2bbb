/** Guards what lists say of an image's signatures, where a page has all of them. */
import { expect, test } from 'vitest'
import type { Attachment } from '#lib/oci/attachment.ts'
import { toUntold } from '#lib/proof/proof.ts'
import { type CheckedProof, type ImageProof, toSignatureFact } from './get-image-proof.ts'

const issuer = 'https://token.example.com'
const verified: CheckedProof = {
  ...toUntold('bundle'),
  doubt: null,
  signer: { by: 'identity', identity: 'https://git.example.com/acme/app', issuer },
  isExpected: true,
}
const byKey: CheckedProof = { ...verified, signer: { by: 'key', fingerprint: 'ab' } }
const other: CheckedProof = { ...verified, isExpected: false }
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
  ['nothing', [], null],
])('%s', (_, proofs, expected) => {
  expect(toSignatureFact(toProof(proofs), 'Acme')).toEqual(expected)
})

test('what is being verified is told', () => {
  expect(toSignatureFact(toProof([], 'under-way'), 'Acme')).toEqual({ state: 'under-way', by: null })
})
