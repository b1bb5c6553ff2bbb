/** A visitor sees at once which statements are verified, which are only present, and when somebody else than expected signed. */
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { TextsProvider } from '#components/language/texts-provider.tsx'
import type { Language } from '#lib/language/languages.ts'
import { readMessages } from '#lib/language/read-messages.ts'
import type { CheckedProof } from '#lib/pages/proof/get-image-proof.ts'
import { DOUBTS } from '#lib/proof/proof.ts'
import type { RepositorySigners } from '#lib/proof/signers.ts'
import { compareProofs } from './describe-proof.ts'
import { ProofRow } from './proof-row.tsx'

const issuer = 'https://token.example.com'
const verified: CheckedProof = {
  format: 'bundle',
  doubt: null,
  detail: '',
  signer: { by: 'identity', identity: 'https://git.example.com/acme/app', issuer },
  claimedSigner: null,
  validFrom: null,
  validUntil: null,
  loggedAt: '2026-11-11T09:41:00.000Z',
  subject: `sha256:${'a'.repeat(64)}`,
  predicateType: null,
  build: null,
  isExpected: true,
}
const signers: RepositorySigners = {
  keys: [],
  notation: [],
  identities: [{ identity: 'https://git.example.com/acme/*', issuer }],
  statedBy: 'publisher',
}

function toMarkup(proof: CheckedProof, language: Language, expected = signers) {
  return renderToStaticMarkup(
    <TextsProvider language={language} messages={readMessages(language, ['proof'])}>
      <ul>
        <ProofRow proof={proof} publisherName="Acme" signers={expected} isOfPart={false} digestLink={null} />
      </ul>
    </TextsProvider>,
  )
}

/** The row as it is read, and whether it has a colour of warning or danger. */
function show(proof: CheckedProof, language: Language = 'en') {
  const markup = toMarkup(proof, language)
  const text = markup.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ')
  return { text, isWarning: markup.includes('text-warning'), isDanger: markup.includes('text-danger') }
}

test('a verified signature names identity, issuer and time', () => {
  expect(show(verified)).toEqual({
    text: 'Signedby https://git.example.com/acme/app (token.example.com)logged 11 Nov 2026, 09:41 UTC',
    isWarning: false,
    isDanger: false,
  })
})

test('the same in Japanese', () => {
  expect(show(verified, 'ja').text).toBe(
    '署名者https://git.example.com/acme/app (token.example.com)2026年11月11日 09:41 UTC に記録',
  )
})

test('where what the publisher names cannot be read, it says so and names nobody', () => {
  const nobody = { ...signers, identities: [] }
  const proof = { ...verified, isExpected: false }
  expect(toMarkup(proof, 'en', nobody)).toContain(
    'The signer that its publisher names for this repository cannot be read: a key in base64, or an identity with its issuer',
  )
  expect(toMarkup(proof, 'en', nobody)).toContain('text-danger')
  expect(toMarkup(proof, 'ja', nobody)).toContain('公開元')
})

test('what it was built from links to the source, and says whose word that is', () => {
  const build = {
    repository: 'https://git.example.com/acme/app',
    commit: '0123456789abcdef0123456789abcdef01234567',
    ref: 'refs/tags/v1',
    workflow: 'https://git.example.com/acme/app/.ci/release.yml@refs/tags/v1',
    builder: null,
    isCertified: true,
  }
  const proof = { ...verified, predicateType: 'https://slsa.dev/provenance/v1', build }
  expect(show(proof).text).toContain('Built fromgit.example.com/acme/app@0123456 by release.yml, signed by')
  const stated = { ...proof, build: { ...build, isCertified: false } }
  expect(show(stated).text).toContain('(as the signer states)')
  const script = { ...proof, build: { ...build, repository: 'javascript:alert(1)' } }
  expect(toMarkup(script, 'en')).not.toContain('href')
})

test('a name that is read from the right stands by itself, and turns round nothing beside it', () => {
  const name = 'مكتبة 12'
  const identity = {
    ...verified,
    signer: { by: 'identity' as const, identity: name, issuer: `https://${name}` },
  }
  const build = {
    repository: name,
    commit: null,
    ref: null,
    workflow: name,
    builder: null,
    isCertified: true,
  }
  const unknown = { ...verified, doubt: 'unknown-root' as const, signer: null, claimedSigner: name }
  for (const proof of [
    identity,
    { ...identity, predicateType: name },
    { ...identity, predicateType: 'https://slsa.dev/provenance/v1', build },
    { ...identity, isExpected: false },
    unknown,
  ]) {
    const markup = toMarkup(proof, 'en', { ...signers, identities: [{ identity: name, issuer: name }] })
    // The last piece may stand in elements that keep a path together.
    const isolated = /<bdi[^>]*>(?:(?!<\/bdi>).)*<\/bdi>|\u2068[^\u2069]*\u2069/g
    expect(markup).toMatch(/\p{Script=Arabic}/u)
    expect(markup.replaceAll(isolated, '')).not.toMatch(/\p{Script=Arabic}/u)
  }
})

test('a signer who is not expected is told in red, with who is', () => {
  const shown = show({ ...verified, isExpected: false })
  expect(shown.isDanger).toBe(true)
  expect(shown.text).toContain(
    'Not the signer that images of this repository are expected from: https://git.example.com/acme/* (token.example.com), as the publisher says',
  )
})

test.each(DOUBTS)('%s: present, not verified, with a reason and never a word of who signed', (doubt) => {
  const { text, isWarning } = show({
    ...verified,
    doubt,
    signer: null,
    claimedSigner: 'CN=who',
    validUntil: null,
    loggedAt: null,
  })
  expect(isWarning).toBe(true)
  expect(text).toMatch(/present, not verified: \S.{15}/)
  expect(text).not.toMatch(/Signed|\bsafe\b/)
})

test('what is verified stands before what is not, and a signer who is not expected before all', () => {
  const doubtful: CheckedProof = { ...verified, doubt: 'unsigned', signer: null }
  const other: CheckedProof = { ...verified, isExpected: false }
  const stated: CheckedProof = { ...verified, predicateType: 'https://spdx.dev/Document' }
  expect([doubtful, stated, verified, other].toSorted(compareProofs)).toEqual([
    other,
    verified,
    stated,
    doubtful,
  ])
})
