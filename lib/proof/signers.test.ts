/** Guards who counts as the signer of a repository, and that an operator's word goes before a publisher's. */
import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Signer } from './proof.ts'
import { findSigners, isExpectedSigner, signersFile } from './signers.ts'

const { publicKey } = generateKeyPairSync('ed25519')
const base64 = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
const issuer = 'https://token.example.com'
const repository = { aliases: ['acme', 'acme-old'], repositoryName: 'tools/app' }
const bySigner = (identity: string, by = issuer): Signer => ({ by: 'identity', identity, issuer: by })

test('a publisher states keys and identities in resource tags; what is no key is left out', () => {
  const tags = new Map([
    ['public-gallery:signing-key', base64],
    ['public-gallery:signing-key-2', 'no key'],
    ['public-gallery:signing-identity', 'https://git.example.com/acme/*'],
    ['public-gallery:signing-issuer', issuer],
    ['public-gallery:signing-identity-3', 'without an issuer'],
    ['team', 'storage'],
  ])
  expect(findSigners([], repository, tags)).toEqual({
    keys: [base64],
    identities: [{ identity: 'https://git.example.com/acme/*', issuer }],
    notation: [],
    statedBy: 'publisher',
  })
})

test('what the operator says of a repository, by any alias, replaces what its publisher says', () => {
  const file = signersFile.parse([
    { repositories: ['acme-old/*'], keys: [pem] },
    { repositories: ['other/*'], identities: [{ identity: 'a@example.com', issuer }] },
  ])
  const found = findSigners(file, repository, new Map([['public-gallery:signing-key', base64]]))
  expect(found).toEqual({ keys: [pem], identities: [], notation: [], statedBy: 'operator' })
  expect(isExpectedSigner(bySigner('a@example.com'), found)).toBe(false)
  expect(isExpectedSigner({ by: 'key', fingerprint: '00' }, found)).toBe(true)
})

test('nobody is unexpected where nobody is named', () => {
  const nobody = findSigners([], repository, new Map())
  expect(nobody.statedBy).toBeNull()
  expect(isExpectedSigner(bySigner('a@example.com'), nobody)).toBe(true)
})

test.each([
  ['an identity without its issuer', [['public-gallery:signing-identity', 'https://git.example.com/acme/*']]],
  ['an issuer without an identity', [['public-gallery:signing-issuer-2', issuer]]],
  ['what is no key', [['public-gallery:signing-key', 'no key']]],
] as const)('a publisher who names %s has named somebody, whom nobody is', (_, tags) => {
  const found = findSigners([], repository, new Map(tags))
  expect(found).toEqual({ keys: [], identities: [], notation: [], statedBy: 'publisher' })
  expect(isExpectedSigner(bySigner('https://git.example.com/acme/app'), found)).toBe(false)
  expect(isExpectedSigner(bySigner('a@evil.example', ''), found)).toBe(false)
})

test.each([
  ['https://git.example.com/acme/*', 'https://git.example.com/acme/app', true],
  ['https://git.example.com/acme/*', 'https://git.example.com/acme-evil/app', false],
  ['https://git.example.com/acme/*', 'https://evil.example.com/?https://git.example.com/acme/', false],
  ['a@example.com', 'a@example.com', true],
  ['a@example.com', 'aa@example.com', false],
  ['a@example.com', 'a@exampleXcom', false],
  ['*@example.com', 'a@example.com', true],
  ['*@example.com', 'a@example.com.evil.example', false],
  ['a*a', 'a', false],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'a-c-b', false],
])('%s expects %s: %s', (identity, actual, expected) => {
  const signers = {
    keys: [],
    identities: [{ identity, issuer }],
    notation: [],
    statedBy: 'operator' as const,
  }
  expect(isExpectedSigner(bySigner(actual), signers)).toBe(expected)
  expect(isExpectedSigner(bySigner(actual, 'https://evil.example.com'), signers)).toBe(false)
})

test('a file that names nobody, or what is no key, is refused', () => {
  expect(signersFile.safeParse([{ repositories: ['a/*'] }]).success).toBe(false)
  expect(signersFile.safeParse([{ repositories: ['a/*'], keys: ['x'] }]).success).toBe(false)
  expect(signersFile.safeParse([{ repositories: ['a/*'], keys: [base64], key: 'x' }]).success).toBe(false)
})
