/** Guards that an envelope of notation is believed exactly when the operator's trust store and policy say so, offline, in both formats. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  AUTHORITY,
  CODE_SIGNER,
  type EnvelopeOptions,
  issueCertificate,
  signCose,
  signJws,
  type TestSigner,
} from '#testing/notation-signer.ts'
import { canMakeCertificates } from '#testing/test-certificates.ts'
import { readCertificate, toFingerprint } from './certificate-chain.ts'
import type { Evidence } from './evidence.ts'
import { judgeEvidence } from './judge-evidence.ts'
import { judgeByClock, type Proof } from './proof.ts'
import { findSigners, isExpectedSigner, signersFile } from './signers.ts'

const digest = `sha256:${'1'.repeat(64)}`
const other = `sha256:${'2'.repeat(64)}`
const days = (count: number) => new Date(Date.now() + count * 86_400_000)
const ca = { subject: '/C=US/O=Acme/CN=Root', extensions: AUTHORITY }

let folder: string
let root: TestSigner
let issuer: TestSigner
let signer: TestSigner
let stranger: TestSigner

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'notation-'))
  if (!canMakeCertificates) return
  root = issueCertificate(folder, ca)
  issuer = issueCertificate(folder, { ...ca, subject: '/C=US/O=Acme/CN=Issuer', by: root })
  signer = issueCertificate(folder, { by: issuer })
  stranger = issueCertificate(folder, ca)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface JudgeOptions {
  trusted?: readonly TestSigner[]
  now?: Date
}

function judge(envelope: object | Buffer, { trusted = [root], now = days(1) }: JudgeOptions = {}): Proof {
  const isCose = Buffer.isBuffer(envelope)
  const text = isCose ? envelope.toString('base64') : JSON.stringify(envelope)
  const evidence: Evidence = { format: 'notation', isCose, text }
  const certificates = trusted.map(({ certificate }) => certificate)
  const notation = certificates.length === 0 ? [] : [{ certificates, subjects: ['*'] }]
  return judgeEvidence(
    { evidence, subjects: [digest], manifests: {}, trust: { rootText: '{}', keys: [], notation } },
    now,
  )
}

describe.runIf(canMakeCertificates)('an envelope', () => {
  test.each(['JWS', 'COSE'])(
    'of %s is verified, with its owner, whom it is trusted by, and until when',
    (format) => {
      const make = format === 'JWS' ? signJws : signCose
      const proof = judge(make(digest, signer))
      expect(proof).toMatchObject({
        doubt: null,
        subject: digest,
        signer: {
          by: 'certificate',
          subject: 'CN=Signer, O=Acme, C=US',
          authority: toFingerprint(readCertificate(root.certificate)),
        },
      })
      expect(Date.parse(proof.validUntil ?? '')).toBeGreaterThan(days(98).getTime())
      expect(judge(make(digest, signer), { trusted: [] })).toMatchObject({
        doubt: 'no-trust-store',
        signer: null,
      })
      expect(judge(make(digest, signer), { trusted: [stranger] })).toMatchObject({
        doubt: 'unknown-root',
        signer: null,
      })
      expect(judge(make(other, signer))).toMatchObject({ doubt: 'other-image', signer: null })
      expect(judge(make(digest, signer), { now: days(101) })).toMatchObject({
        doubt: 'expired',
        signer: null,
      })
      // What is kept is right for every clock: it counts from then on.
      const early = judge(make(digest, signer), { now: days(-1) })
      expect(judgeByClock(early, days(-1))).toMatchObject({ doubt: 'untimely', signer: null })
      expect(judgeByClock(early, days(1)).doubt).toBe(null)
      expect(judgeByClock(early, days(101))).toMatchObject({ doubt: 'expired', signer: null })
    },
  )

  test('an intermediate or a signer that has issued its own can be trusted, and the root may be left out', () => {
    expect(judge(signJws(digest, signer), { trusted: [stranger, issuer] }).doubt).toBeNull()
    expect(judge(signJws(digest, signer, { chain: signer.chain.slice(0, 2) })).doubt).toBeNull()
    const alone = issueCertificate(folder)
    expect(judge(signJws(digest, alone), { trusted: [alone] }).doubt).toBeNull()
    expect(judge(signJws(digest, alone)).doubt).toBe('unknown-root')
  })

  test.each([
    [['rsa:2048'], 'PS256'],
    [['rsa:3072'], 'PS384'],
    [['ec', '-pkeyopt', 'ec_paramgen_curve:secp384r1'], 'ES384'],
    [['ec', '-pkeyopt', 'ec_paramgen_curve:secp521r1'], 'ES512'],
  ])('with a key of %s is verified by %s, and by no other algorithm', (key, algorithm) => {
    const own = issueCertificate(folder, { key, by: root })
    expect(judge(signJws(digest, own, { algorithm })).doubt).toBeNull()
    const wrong = algorithm === 'PS256' ? 'PS384' : algorithm.replace(/\d+/, '256')
    expect(judge(signJws(digest, own, { algorithm: wrong })).doubt).toBe('bad-signature')
  })

  const spoiled: [what: string, doubt: string, spoil: (envelope: ReturnType<typeof signJws>) => object][] = [
    [
      'another payload',
      'bad-signature',
      (one) => ({
        ...one,
        payload: signJws(digest, stranger, { header: { a: 1 } }).payload?.replace(/.$/, ''),
      }),
    ],
    [
      'another header',
      'bad-signature',
      (one) => ({ ...one, protected: signJws(digest, stranger, { header: { a: 1 } }).protected }),
    ],
    ['no signature', 'bad-signature', (one) => ({ ...one, signature: '' })],
    [
      'another signature',
      'bad-signature',
      (one) => ({ ...one, signature: signJws(digest, stranger).signature }),
    ],
    ['no chain', 'unknown-root', (one) => ({ ...one, header: { x5c: [] } })],
    [
      'a chain out of order',
      'unknown-root',
      (one) => ({ ...one, header: { x5c: one.header.x5c.toReversed() } }),
    ],
    ['the leaf alone', 'unknown-root', (one) => ({ ...one, header: { x5c: one.header.x5c.slice(0, 1) } })],
    [
      'a chain of garbage',
      'unknown-root',
      (one) => ({ ...one, header: { x5c: ['AAAA', ...one.header.x5c] } }),
    ],
    [
      'a chain of eleven',
      'unknown-root',
      (one) => ({ ...one, header: { x5c: Array(11).fill(one.header.x5c[0]) } }),
    ],
    ['no header', 'unreadable', ({ protected: _, ...one }) => one],
  ]
  test.each(spoiled)('with %s is doubted: %s', (what, doubt, spoil) => {
    const proof = judge(spoil(signJws(digest, signer)))
    expect(proof.signer).toBeNull()
    // A payload that is cut is none any more.
    expect(what === 'another payload' ? ['unreadable', 'bad-signature'] : [doubt]).toContain(proof.doubt)
  })

  const name = (word: string) => `io.cncf.notary.${word}`
  const scheme = name('signingScheme')
  const asked: [what: string, doubt: string, header: EnvelopeOptions['header']][] = [
    ['another scheme', 'unreadable', { [scheme]: 'notary.x509.signingAuthority' }],
    ['another type', 'unreadable', { cty: 'text/plain' }],
    ['a header that nobody knows', 'unreadable', { crit: [scheme, 'x'], x: 1 }],
    [
      'a plugin',
      'unreadable',
      { crit: [scheme, name('verificationPlugin')], [name('verificationPlugin')]: 'p' },
    ],
    ['headers that may be passed over', 'unreadable', { crit: [] }],
    ['an end that may be passed over', 'unreadable', { [name('expiry')]: '2000-01-01T00:00:00Z' }],
    [
      'an end that nobody can read',
      'unreadable',
      { crit: [scheme, name('expiry')], [name('expiry')]: 'soon' },
    ],
    [
      'an end that was',
      'expired',
      { crit: [scheme, name('expiry')], [name('expiry')]: '2000-01-01T00:00:00Z' },
    ],
  ]
  test.each(asked)('that has %s is doubted: %s', (_, doubt, header) => {
    expect(judge(signJws(digest, signer, { header: header ?? {} }))).toMatchObject({ doubt, signer: null })
  })

  test('an end of its own comes before that of its certificates', () => {
    const end = days(7).toISOString()
    const header = { crit: [scheme, name('expiry')], [name('expiry')]: end }
    expect(judge(signJws(digest, signer, { header })).validUntil).toBe(end)
    expect(judge(signJws(digest, signer, { header }), { now: days(8) }).doubt).toBe('expired')
  })

  const misissued: [what: string, extensions: string[]][] = [
    ['that is an authority', AUTHORITY],
    ['for servers', ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=serverAuth']],
    ['that may not sign', ['keyUsage=critical,keyEncipherment', 'extendedKeyUsage=codeSigning']],
    ['of no stated use', ['basicConstraints=CA:FALSE']],
    ['with a critical extension that nobody knows', [...CODE_SIGNER, '1.2.3.4=critical,DER:0500']],
  ]
  test.each(misissued)('by a certificate %s is not verified', (_, extensions) => {
    const own = issueCertificate(folder, { extensions, by: root })
    expect(judge(signJws(digest, own))).toMatchObject({ doubt: 'unknown-root', signer: null })
  })

  test('by a certificate that a mere signer issued, or one below its depth, is not verified', () => {
    const below = issueCertificate(folder, { by: signer })
    expect(judge(signJws(digest, below)).doubt).toBe('unknown-root')
    const shallow = issueCertificate(folder, {
      ...ca,
      extensions: ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign'],
    })
    const middle = issueCertificate(folder, { ...ca, subject: '/CN=Middle', by: shallow })
    const leaf = issueCertificate(folder, { by: middle })
    expect(judge(signJws(digest, leaf), { trusted: [shallow] }).doubt).toBe('unknown-root')
    expect(
      judge(signJws(digest, issueCertificate(folder, { by: shallow })), { trusted: [shallow] }).doubt,
    ).toBeNull()
  })

  test('the policy says whose certificates count, each by its own authorities, for its own repositories', () => {
    const file = signersFile.parse([
      {
        repositories: ['acme/*'],
        notation: [
          { certificates: [root.certificate], subjects: ['x509.subject: C=US, O=Acme'] },
          { certificates: [stranger.certificate], subjects: ['O=Other'] },
        ],
      },
    ])
    const signers = findSigners(file, { aliases: ['acme'], repositoryName: 'web' }, new Map())
    const by = (subject: string, one = root) => ({
      by: 'certificate' as const,
      subject,
      authority: toFingerprint(readCertificate(one.certificate)),
    })
    const expected = (...given: Parameters<typeof by>) => isExpectedSigner(by(...given), signers)
    expect(expected('CN=Signer, O=Acme, C=US')).toBe(true)
    expect(expected('CN=Signer, O=Acme, C=DE')).toBe(false)
    expect(expected('CN=O=Acme\\, C=US, O=Evil')).toBe(false)
    expect(expected('CN=Signer, O=Acme, C=US', stranger)).toBe(false)
    expect(expected('O=Other')).toBe(false)
    expect(expected('O=Other', stranger)).toBe(true)
    expect(findSigners(file, { aliases: ['b'], repositoryName: 'web' }, new Map()).notation).toEqual([])
  })
})

test.each([
  [{ certificates: ['x'], subjects: ['*'] }],
  [{ certificates: [], subjects: ['*'] }],
  [{ certificates: ['x'], subjects: [] }],
])('a trust store that is none is refused: %j', (notation) => {
  expect(signersFile.safeParse([{ repositories: ['a/*'], notation: [notation] }]).success).toBe(false)
})
