/** Guards that what a signer wrote down is believed exactly when it is right: for this image, by a signer who is known, at a time that is known. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dsse } from '@sigstore/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeRecordedBundle, recordedMessage } from '#testing/recorded-signature.ts'
import {
  createSigningAuthority,
  type SignedBundle,
  type SigningAuthority,
  toSimpleSigning,
  toStatement,
  workflowClaims,
  workflowIdentity,
  workflowIssuer,
} from '#testing/signing-authority.ts'
import type { Evidence } from './evidence.ts'
import { judgeEvidence } from './judge-evidence.ts'
import type { Proof } from './proof.ts'

const manifest = Buffer.from('{"schemaVersion":2}')
const digest = toSha256(manifest)
const other = `sha256:${'0'.repeat(64)}`
const slsa = 'https://slsa.dev/provenance/v1'

let authority: SigningAuthority
let stranger: SigningAuthority

beforeAll(async () => {
  ;[authority, stranger] = await Promise.all([createSigningAuthority(), createSigningAuthority()])
})

function judge(evidence: Evidence, options: { keys?: string[]; rootText?: string } = {}): Proof {
  return judgeEvidence({
    evidence,
    subjects: [digest, `sha256:${'1'.repeat(64)}`],
    manifests: { [digest]: manifest.toString('base64') },
    trust: { rootText: options.rootText ?? authority.rootText, keys: options.keys ?? [] },
  })
}

function judgeBundle(bundle: object | string, options: { keys?: string[]; rootText?: string } = {}): Proof {
  const text = typeof bundle === 'string' ? bundle : JSON.stringify(bundle)
  return judge({ format: 'bundle', text }, options)
}

function toSha256(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

const byWorkflow = { by: 'identity', identity: workflowIdentity, issuer: workflowIssuer }

describe('with a certificate', () => {
  test('a statement is verified, with who signed it, when it was logged, and from what it was built', async () => {
    const bundle = await authority.signStatement(toStatement(digest, slsa), { claims: workflowClaims })
    expect(judgeBundle(bundle)).toEqual({
      format: 'bundle',
      doubt: null,
      detail: '',
      signer: byWorkflow,
      claimedSigner: null,
      loggedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      validFrom: null,
      validUntil: null,
      subject: digest,
      predicateType: slsa,
      build: {
        repository: workflowClaims[12],
        commit: workflowClaims[13],
        ref: workflowClaims[14],
        workflow: workflowIdentity,
        builder: null,
        isCertified: true,
      },
    })
  })

  test('a signature over the bytes of the manifest is verified', async () => {
    expect(judgeBundle(await authority.signMessage(manifest))).toMatchObject({
      doubt: null,
      signer: byWorkflow,
      subject: digest,
      predicateType: null,
    })
  })

  test('signature and attestation of cosign 2 are verified', async () => {
    const text = toSimpleSigning(digest)
    const layer = await authority.signPayload(text)
    expect(judge({ format: 'simple-signing', text, ...layer })).toMatchObject({
      doubt: null,
      signer: byWorkflow,
      subject: digest,
    })
    const bundle = await authority.signStatement(toStatement(digest, 'https://spdx.dev/Document'))
    const [entry] = bundle.verificationMaterial.tlogEntries
    const evidence: Evidence = {
      format: 'envelope',
      text: JSON.stringify(bundle.dsseEnvelope),
      signature: null,
      certificate: toPem(bundle.verificationMaterial.certificate.rawBytes),
      rekorBundle: JSON.stringify({
        SignedEntryTimestamp: entry?.inclusionPromise?.signedEntryTimestamp,
        Payload: {
          body: entry?.canonicalizedBody,
          integratedTime: Number(entry?.integratedTime),
          logIndex: Number(entry?.logIndex),
          logID: Buffer.from(entry?.logId.keyId ?? '', 'base64').toString('hex'),
        },
      }),
    }
    expect(judge(evidence)).toMatchObject({ doubt: null, predicateType: 'https://spdx.dev/Document' })
  })

  test('what the public instance of Sigstore signed is right by the root that ships with the gallery', () => {
    const rootText = readFileSync(new URL('./trusted-root.json', import.meta.url), 'utf8')
    const evidence: Evidence = { format: 'bundle', text: makeRecordedBundle() }
    const trust = { rootText, keys: [] }
    const subject = toSha256(recordedMessage)
    const manifests = { [subject]: recordedMessage.toString('base64') }
    expect(judgeEvidence({ evidence, subjects: [subject], manifests, trust })).toMatchObject({
      doubt: null,
      subject,
      loggedAt: '2022-11-09T01:33:10.000Z',
      signer: { by: 'identity', issuer: 'https://github.com/login/oauth' },
      build: null,
    })
    // The same by the root of a stranger, and for another image.
    expect(
      judgeEvidence({
        evidence,
        subjects: [subject],
        manifests,
        trust: { rootText: authority.rootText, keys: [] },
      }),
    ).toMatchObject({ doubt: 'unknown-root', signer: null })
    expect(judge(evidence)).toMatchObject({ doubt: 'other-image' })
  })
})

describe('with a key', () => {
  const pairs = {
    ed25519: generateKeyPairSync('ed25519'),
    p256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    p384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
    rsa: generateKeyPairSync('rsa', { modulusLength: 2_048 }),
  }
  const toPemKey = (key: KeyObject) => key.export({ format: 'pem', type: 'spki' }).toString()
  const keys = Object.values(pairs).map(({ publicKey }) => toPemKey(publicKey))
  const hashOf = { ed25519: null, p256: 'sha256', p384: 'sha384', rsa: 'sha256' } as const

  for (const [name, pair] of Object.entries(pairs)) {
    const hash = hashOf[name as keyof typeof hashOf]
    test(`${name}: its signature is known among several keys, and nobody's without it`, () => {
      const text = toSimpleSigning(digest)
      const signature = sign(hash, Buffer.from(text), pair.privateKey).toString('base64')
      const evidence: Evidence = {
        format: 'simple-signing',
        text,
        signature,
        certificate: null,
        rekorBundle: null,
      }
      const der = pair.publicKey.export({ format: 'der', type: 'spki' })
      const fingerprint = createHash('sha256').update(der).digest('hex')
      expect(judge(evidence, { keys })).toMatchObject({ doubt: null, signer: { by: 'key', fingerprint } })
      expect(judge(evidence)).toMatchObject({ doubt: 'unknown-key', signer: null })
      // As it stands in a resource tag: the base64 alone.
      expect(judge(evidence, { keys: [der.toString('base64')] })).toMatchObject({ doubt: null })
    })
  }

  test('a bundle whose hint names any key is tried with all, and is not for another image', () => {
    const { privateKey } = pairs.p256
    const make = (about: string) => {
      const payload = Buffer.from(JSON.stringify(toStatement(about)))
      const payloadType = 'application/vnd.in-toto+json'
      const sig = sign('sha256', dsse.preAuthEncoding(payloadType, payload), privateKey).toString('base64')
      return {
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        verificationMaterial: { publicKey: { hint: 'nobody' }, tlogEntries: [] },
        dsseEnvelope: { payload: payload.toString('base64'), payloadType, signatures: [{ sig, keyid: '' }] },
      }
    }
    expect(judgeBundle(make(digest), { keys })).toMatchObject({ doubt: null, signer: { by: 'key' } })
    expect(judgeBundle(make(other), { keys })).toMatchObject({ doubt: 'other-image', signer: null })
  })
})

describe('without a signature', () => {
  test('what a builder states is told, and not believed', () => {
    const predicate = {
      buildDefinition: {
        externalParameters: {
          workflow: { repository: 'https://git.example.com/a', path: 'ci.yml', ref: 'x' },
        },
        resolvedDependencies: [{ uri: 'git+https://git.example.com/a@x', digest: { gitCommit: 'abc' } }],
      },
      runDetails: { builder: { id: 'https://builder.example.com' } },
    }
    const text = JSON.stringify(toStatement(digest, slsa, predicate))
    expect(judge({ format: 'statement', text })).toMatchObject({
      doubt: 'unsigned',
      signer: null,
      build: {
        repository: 'https://git.example.com/a',
        commit: 'abc',
        workflow: 'ci.yml',
        isCertified: false,
      },
    })
  })

  test('an envelope of notation tells whose certificate it holds', () => {
    const payload = Buffer.from(JSON.stringify({ targetArtifact: { digest } }))
    const text = JSON.stringify({
      payload: payload.toString('base64url'),
      protected: 'e30',
      header: { x5c: [] },
      signature: 'AA',
    })
    const proof = judge({ format: 'notation', text, isCose: false })
    expect(proof).toMatchObject({ doubt: 'no-trust-store', subject: digest, signer: null })
    const bytes = (content: Buffer) => Buffer.concat([Buffer.from([0x58, content.length]), content])
    const cose = Buffer.concat([
      Buffer.from([0xd2, 0x84]),
      bytes(Buffer.from('a0', 'hex')),
      Buffer.from([0xa0]),
      bytes(payload),
      bytes(Buffer.alloc(64)),
    ])
    const asCose: Evidence = { format: 'notation', text: cose.toString('base64'), isCose: true }
    expect(judge(asCose)).toMatchObject({ doubt: 'no-trust-store', subject: digest })
  })
})

type Spoil = (bundle: SignedBundle) => unknown
type Entry = SignedBundle['verificationMaterial']['tlogEntries'][number]

const withEntry = (bundle: SignedBundle, change: (entry: Entry) => object): unknown => {
  const { verificationMaterial } = bundle
  const tlogEntries = verificationMaterial.tlogEntries.map((entry) => ({ ...entry, ...change(entry) }))
  return { ...bundle, verificationMaterial: { ...verificationMaterial, tlogEntries } }
}
const withMaterial = (bundle: SignedBundle, change: object): unknown => ({
  ...bundle,
  verificationMaterial: { ...bundle.verificationMaterial, ...change },
})
const withEnvelope = (bundle: SignedBundle, change: object): unknown => ({
  ...bundle,
  dsseEnvelope: { ...bundle.dsseEnvelope, ...change },
})
const toBase64 = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64')

/** What was signed rightly, and then spoilt; and what is thought of it. */
const spoilt: [string, Proof['doubt'], Spoil][] = [
  [
    'the payload speaks of another image',
    'other-image',
    (one) => withEnvelope(one, { payload: toBase64(toStatement(other)) }),
  ],
  [
    'the payload was swapped for one about the same image',
    'not-logged',
    (one) => withEnvelope(one, { payload: toBase64(toStatement(digest, 'https://example.com/harmless')) }),
  ],
  [
    'the payload has the digest of a subject under another algorithm',
    'other-image',
    (one) =>
      withEnvelope(one, {
        payload: toBase64({ ...toStatement(digest), subject: [{ digest: { sha512: digest.slice(7) } }] }),
      }),
  ],
  [
    'the payload has a subject twice',
    'unreadable',
    (one) =>
      withEnvelope(one, {
        payload: toBase64(JSON.stringify(toStatement(digest)).replace('{', '{"subject":[],')),
      }),
  ],
  [
    'the payload has no subject',
    'other-image',
    (one) => withEnvelope(one, { payload: toBase64({ ...toStatement(digest), subject: [] }) }),
  ],
  [
    'the subject is a text',
    'other-image',
    (one) => withEnvelope(one, { payload: toBase64({ ...toStatement(digest), subject: digest }) }),
  ],
  ['the payload is no statement', 'unreadable', (one) => withEnvelope(one, { payload: toBase64({ a: 1 }) })],
  ['the payload is no JSON', 'unreadable', (one) => withEnvelope(one, { payload: toBase64('<xml/>') })],
  [
    'the payload is of another type',
    'unreadable',
    (one) => withEnvelope(one, { payloadType: 'application/json' }),
  ],
  [
    'the base64 of the payload is cut off',
    'unreadable',
    (one) => withEnvelope(one, { payload: one.dsseEnvelope?.payload.slice(0, 41) }),
  ],
  ['there is no signature', 'unreadable', (one) => withEnvelope(one, { signatures: [] })],
  [
    'there are two signatures',
    'unreadable',
    (one) => {
      const signatures = one.dsseEnvelope?.signatures ?? []
      return withEnvelope(one, { signatures: [...signatures, ...signatures] })
    },
  ],
  [
    'the signature is another',
    'not-logged',
    (one) => withEnvelope(one, { signatures: [{ sig: toBase64('x'.repeat(70)), keyid: '' }] }),
  ],
  [
    'the base64 of the signature is cut off',
    'not-logged',
    (one) =>
      withEnvelope(one, {
        signatures: [{ sig: one.dsseEnvelope?.signatures[0]?.sig.slice(0, 31), keyid: '' }],
      }),
  ],
  ['there is no entry in the log', 'not-logged', (one) => withMaterial(one, { tlogEntries: [] })],
  [
    'an entry is there twice',
    'not-logged',
    (one) => {
      const { tlogEntries } = one.verificationMaterial
      return withMaterial(one, { tlogEntries: [...tlogEntries, ...tlogEntries] })
    },
  ],
  [
    'the promise of the log is missing, and with it the time',
    'not-logged',
    (one) => withEntry(one, () => ({ inclusionPromise: undefined })),
  ],
  [
    'the promise of the log is another',
    'not-logged',
    (one) => withEntry(one, () => ({ inclusionPromise: { signedEntryTimestamp: toBase64('x'.repeat(70)) } })),
  ],
  [
    'the proof of inclusion is missing',
    'unreadable',
    (one) => withEntry(one, () => ({ inclusionProof: undefined })),
  ],
  [
    'the checkpoint is another',
    'not-logged',
    (one) =>
      withEntry(one, ({ inclusionProof }) => ({
        inclusionProof: { ...inclusionProof, checkpoint: { envelope: 'log\n1\nAAAA\n\n— log AAAA\n' } },
      })),
  ],
  [
    'the log claims another time, within the certificate',
    'not-logged',
    (one) =>
      withEntry(one, ({ integratedTime }) => ({ integratedTime: String(Number(integratedTime) + 60) })),
  ],
  [
    'the log claims a time after the certificate',
    'untimely',
    (one) =>
      withEntry(one, ({ integratedTime }) => ({ integratedTime: String(Number(integratedTime) + 86_400) })),
  ],
  ['the time is no number', 'untimely', (one) => withEntry(one, () => ({ integratedTime: 'yesterday' }))],
  [
    'the log is unknown',
    'not-logged',
    (one) => withEntry(one, () => ({ logId: { keyId: toBase64('log') } })),
  ],
  [
    'the entry is of something else',
    'not-logged',
    (one) =>
      withEntry(one, () => ({
        canonicalizedBody: toBase64({ kind: 'dsse', apiVersion: '0.0.1', spec: {} }),
      })),
  ],
  [
    'the certificate is cut off',
    'unreadable',
    ({ verificationMaterial, ...one }) => ({
      ...one,
      verificationMaterial: {
        ...verificationMaterial,
        certificate: { rawBytes: verificationMaterial.certificate.rawBytes.slice(0, 200) },
      },
    }),
  ],
  ['the certificate is missing', 'unreadable', (one) => withMaterial(one, { certificate: undefined })],
  [
    'it claims a key instead of its certificate',
    'unknown-key',
    (one) => withMaterial(one, { certificate: undefined, publicKey: { hint: 'constructor' } }),
  ],
  ['it is of an unknown version', 'unreadable', (one) => ({ ...one, mediaType: 'application/x-bundle' })],
  ['it is nested too deep', 'unreadable', () => '['.repeat(100_000)],
  ['it is deep inside an object', 'unreadable', () => `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
  [
    'it has a member twice',
    'unreadable',
    (one) =>
      JSON.stringify(one).replace('{', '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json",'),
  ],
  ['it is empty', 'unreadable', () => ''],
  ['it is null', 'unreadable', () => null],
  ['it is a list', 'unreadable', () => []],
  [
    'its members are of other kinds',
    'unreadable',
    () => ({
      mediaType: 1,
      verificationMaterial: 'x',
      dsseEnvelope: [],
    }),
  ],
  ['it is cut off', 'unreadable', (one) => JSON.stringify(one).slice(0, 1_000)],
  [
    'it brings names of the language',
    'unreadable',
    () => '{"__proto__":{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"},"constructor":{}}',
  ],
  ['it has more values than any bundle', 'unreadable', () => ({ list: Array(200_000).fill(0) })],
]

describe('hostile', () => {
  test.each(spoilt)('%s: %s', async (_, doubt, spoil) => {
    const bundle = await authority.signStatement(toStatement(digest))
    expect(judgeBundle(bundle)).toMatchObject({ doubt: null })
    const proof = judgeBundle(spoil(bundle) as object | string)
    expect(proof).toMatchObject({ doubt, signer: null })
    expect(proof.detail.length).toBeLessThan(400)
  })

  test('an authority that nobody knows, and a time after the end of the certificate', async () => {
    const unknown = await stranger.signStatement(toStatement(digest))
    expect(judgeBundle(unknown)).toMatchObject({ doubt: 'unknown-root', claimedSigner: workflowIdentity })
    const late = new Date(Date.now() + 3_600_000)
    const expired = await authority.signStatement(toStatement(digest), { loggedAt: late })
    expect(judgeBundle(expired)).toMatchObject({ doubt: 'untimely', signer: null })
  })

  test('a right signature over another message, and over a manifest that was not given', async () => {
    const message = await authority.signMessage(Buffer.from('another'))
    expect(judgeBundle(message)).toMatchObject({ doubt: 'other-image', signer: null })
    // The digest of this image, with the signature over another: what is logged is not what is claimed.
    const messageDigest = {
      algorithm: 'SHA2_256',
      digest: Buffer.from(digest.slice(7), 'hex').toString('base64'),
    }
    const swapped = { ...message, messageSignature: { ...message.messageSignature, messageDigest } }
    expect(judgeBundle(swapped)).toMatchObject({ doubt: 'not-logged', signer: null })
  })

  test('a payload of cosign for another image, and one under the annotations of another', async () => {
    const text = toSimpleSigning(other)
    const layer = await authority.signPayload(text)
    expect(judge({ format: 'simple-signing', text, ...layer })).toMatchObject({ doubt: 'other-image' })
    const forged: Evidence = { format: 'simple-signing', text: toSimpleSigning(digest), ...layer }
    expect(judge(forged)).toMatchObject({ doubt: 'not-logged', signer: null })
    for (const change of [
      { certificate: 'no certificate' },
      { certificate: layer.certificate.slice(0, 100) },
      { rekorBundle: '{}' },
      { rekorBundle: '[[[[' },
      { signature: '' },
    ]) {
      const one = judge({ format: 'simple-signing', text: toSimpleSigning(digest), ...layer, ...change })
      expect(one).toMatchObject({ doubt: 'unreadable', signer: null })
    }
  })

  test.each([
    ['no CBOR', 'ffff'],
    ['a list that claims more than there is', '9affffffff'],
    ['a text that claims more than there is', '7bffffffffffffffff'],
    ['one tag in the other', 'd2'.repeat(10_000)],
    ['a map with a key twice', '8440a2010101016140'],
    ['of no end', '9f'],
    ['nothing', ''],
  ])('an envelope in COSE: %s', (_, hex) => {
    const text = Buffer.from(hex, 'hex').toString('base64')
    expect(judge({ format: 'notation', text, isCose: true })).toMatchObject({ doubt: 'unreadable' })
  })
})

function toPem(base64: string): string {
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/(.{64})/g, '$1\n').trim()}\n-----END CERTIFICATE-----\n`
}
