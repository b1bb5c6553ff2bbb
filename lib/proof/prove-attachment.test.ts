/** What was verified is kept for who was believed then: with another root, or other signers, it is judged anew, and never otherwise. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFindings, type Findings } from '#lib/findings/create-findings.ts'
import { openFindingStore } from '#lib/findings/finding-store.ts'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'
import { createSigningAuthority, toSimpleSigning, toStatement } from '#testing/signing-authority.ts'
import type { Trust } from './evidence.ts'
import { toProofQuestion } from './prove-attachment.ts'

const attachment = toDigest('sha256', Buffer.from('attachment'))
const subject = toDigest('sha256', Buffer.from('image'))
let findings: Findings
let reads = 0
let blob = Buffer.alloc(0)
/** Of cosign 2: each with its own annotations. */
let payloads: { text: string; annotations: Record<string, string> }[] = []

/** A registry that has one attachment, and counts how often it is read. */
const client = {
  getManifest: async () => ({
    digest: attachment,
    sizeBytes: 1,
    manifest: {
      kind: 'image',
      annotations: {},
      layers:
        payloads.length > 0
          ? payloads.map(({ text, annotations }) => ({
              mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
              digest: toDigest('sha256', Buffer.from(text)),
              sizeBytes: text.length,
              annotations,
            }))
          : [
              {
                mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
                digest: toDigest('sha256', blob),
                sizeBytes: blob.length,
                annotations: {},
              },
            ],
    },
  }),
  openBlob: async (_: string, digest: Digest) => {
    reads++
    const payload = payloads.find(({ text }) => toDigest('sha256', Buffer.from(text)) === digest)
    return (async function* () {
      yield payload === undefined ? blob : Buffer.from(payload.text)
    })()
  },
} as unknown as RegistryClient

beforeEach(() => {
  reads = 0
  payloads = []
  findings = createFindings({
    store: openFindingStore({ file: ':memory:', maxBytes: 10_000_000 }),
    concurrency: 1,
    maxWaiting: 5,
    onFailure: () => undefined,
  })
})
afterEach(() => findings.close())

async function ask(trust: Trust, subjects: Digest[] = [subject]) {
  const question = toProofQuestion({ client, name: 'a/b', attachment, subjects, trust })
  const found = await findings.find(question, 30_000)
  return found.state === 'known' ? found.value.map(({ doubt }) => doubt) : found.state
}

test('it is judged once for a root and its signers, and anew when either is another', async () => {
  const [authority, stranger] = await Promise.all([createSigningAuthority(), createSigningAuthority()])
  const statement = toStatement(subject, 'https://slsa.dev/provenance/v1')
  blob = Buffer.from(JSON.stringify(await authority.signStatement(statement)))
  const [own, other] = [authority.rootText, stranger.rootText]

  expect([await ask({ rootText: own, keys: [] }), reads]).toEqual([[null], 1])
  // An object of its own with the same in it is the same trust.
  expect([await ask({ rootText: own, keys: [] }), reads]).toEqual([[null], 1])
  expect([await ask({ rootText: other, keys: [] }), reads]).toEqual([['unknown-root'], 2])
  expect([await ask({ rootText: own, keys: ['a key'] }), reads]).toEqual([[null], 3])
  const notation = [{ certificates: ['a certificate'], subjects: ['*'] }]
  expect([await ask({ rootText: own, keys: [], notation }), reads]).toEqual([[null], 4])
  // What was known by the first root is still known.
  expect([await ask({ rootText: own, keys: [] }), reads]).toEqual([[null], 4])
})

test('it is judged for the digests that are asked about, and not for others', async () => {
  const authority = await createSigningAuthority()
  blob = Buffer.from(
    JSON.stringify(await authority.signStatement(toStatement(subject, 'https://slsa.dev/provenance/v1'))),
  )
  const trust = { rootText: authority.rootText, keys: [] }
  const elsewhere = toDigest('sha256', Buffer.from('elsewhere'))
  expect(await ask(trust, [elsewhere])).toEqual(['other-image'])
  expect([await ask(trust, [elsewhere, subject]), reads]).toEqual([[null], 2])
  expect([await ask(trust, [elsewhere, subject]), reads]).toEqual([[null], 2])
})

test('a statement about an index and its image is one about the index', async () => {
  const authority = await createSigningAuthority()
  const [low, high] = [`sha256:${'0'.repeat(64)}`, `sha256:${'f'.repeat(64)}`] as [Digest, Digest]
  const statement = {
    ...toStatement(low, 'https://slsa.dev/provenance/v1'),
    subject: [low, high].map((digest) => ({ name: 'app', digest: { sha256: digest.slice(7) } })),
  }
  blob = Buffer.from(JSON.stringify(await authority.signStatement(statement)))
  const trust = { rootText: authority.rootText, keys: [] }
  for (const subjects of [
    [low, high],
    [high, low],
  ]) {
    const found = await findings.find(
      toProofQuestion({ client, name: 'a/b', attachment, subjects, trust }),
      30_000,
    )
    expect(found.state === 'known' && found.value[0]?.subject).toBe(subjects[0])
  }
})

test('what a busy registry does not give says nothing of a signature, here and elsewhere', async () => {
  const authority = await createSigningAuthority()
  const manifest = Buffer.from('image')
  blob = Buffer.from(JSON.stringify(await authority.signMessage(manifest)))
  const trust = { rootText: authority.rootText, keys: [] }
  let answer = { status: 429, bytes: Buffer.alloc(0) }
  const busy = { ...client, getDocument: async () => answer } as unknown as RegistryClient
  const askAt = async (name: string) => {
    const question = toProofQuestion({ client: busy, name, attachment, subjects: [subject], trust })
    const found = await findings.find(question, 30_000)
    return found.state === 'known' ? found.value.map(({ doubt }) => doubt) : found.state
  }
  for (const status of [429, 503, 401, 404]) {
    answer = { status, bytes: Buffer.alloc(0) }
    expect(await askAt(`busy/${status}`)).toBe('failed')
  }
  answer = { status: 200, bytes: Buffer.from('other bytes') }
  expect(await askAt('broken/app')).toBe('failed')
  answer = { status: 200, bytes: manifest }
  // It is not asked again at once where it failed, and elsewhere nothing is known of that.
  expect(await askAt('busy/429')).toBe('failed')
  expect(await askAt('right/app')).toEqual([null])
  expect(await askAt('busy/429')).toEqual([null])
})

test('one payload of several signatures is read once', async () => {
  const text = toSimpleSigning(subject)
  payloads = Array.from({ length: 5 }, (_, at) => ({ text, annotations: { at: String(at) } }))
  await ask({ rootText: '{}', keys: [] })
  expect(reads).toBe(1)
})

test('of several signatures in one attachment of cosign 2 each is judged by itself, with its own annotations', async () => {
  const authority = await createSigningAuthority()
  const elsewhere = toDigest('sha256', Buffer.from('elsewhere'))
  const toLayer = async (text: string, signed = text) => {
    const { signature, certificate, rekorBundle } = await authority.signPayload(signed)
    return {
      text,
      annotations: {
        'dev.cosignproject.cosign/signature': signature ?? '',
        'dev.sigstore.cosign/certificate': certificate ?? '',
        'dev.sigstore.cosign/bundle': rekorBundle ?? '',
      },
    }
  }
  const [own, other] = [toSimpleSigning(subject), toSimpleSigning(elsewhere)]
  const [right, swapped, ofOther] = await Promise.all([
    toLayer(own),
    // Of this image, under the right signature of another one.
    toLayer(`${own} `, other),
    toLayer(other),
  ])
  payloads = [swapped, ofOther, right]
  const doubts = await ask({ rootText: authority.rootText, keys: [] })
  expect(doubts).toHaveLength(3)
  expect(doubts.slice(1)).toEqual(['other-image', null])
  expect(['bad-signature', 'not-logged']).toContain(doubts[0])
})
