/** Which document is shown: the one that speaks of the chosen platform, then the newest, and none that speaks of another image. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFindings, type Findings } from '#lib/findings/create-findings.ts'
import { openFindingStore } from '#lib/findings/finding-store.ts'
import { type Attachment, toAttachment } from '#lib/oci/attachment.ts'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import type { ImageManifest } from '#lib/oci/manifest.ts'
import { DistributionError } from '#lib/oci-client/distribution-error.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'
import {
  grypeReport,
  oldCycloneDx,
  openVex,
  syftSpdx,
  toEnvelope,
  toStatement,
  trivyReport,
} from '#testing/attached-documents.ts'
import { getDocumentPool } from './document-pool.ts'
import { gatherContents } from './gather-contents.ts'

const chosen = toDigest('sha256', Buffer.from('chosen'))
const index = toDigest('sha256', Buffer.from('index'))
const other = toDigest('sha256', Buffer.from('other'))

const manifests = new Map<Digest, ImageManifest>()
const blobs = new Map<Digest, Buffer>()
let reads: Digest[] = []
let findings: Findings

/** A registry that has what the tests put there, as another process would answer. */
const client = {
  getManifest: async (_: string, reference: string) => {
    const manifest = manifests.get(reference as Digest)
    if (manifest === undefined) throw new DistributionError('not-found', 'It is not there.')
    return { digest: reference as Digest, sizeBytes: 1, manifest }
  },
  openBlob: async (_: string, digest: Digest) => {
    reads.push(digest)
    const bytes = blobs.get(digest)
    if (bytes === undefined) throw new DistributionError('unreachable', 'It is away.')
    return (async function* () {
      yield bytes
    })()
  },
} as unknown as RegistryClient

beforeEach(() => {
  manifests.clear()
  blobs.clear()
  reads = []
  findings = createFindings({
    store: openFindingStore({ file: ':memory:', maxBytes: 50_000_000 }),
    concurrency: 2,
    maxWaiting: 50,
    onFailure: () => undefined,
  })
})
afterEach(async () => {
  findings.close()
  await getDocumentPool().close()
})

interface Given {
  subject?: Digest | null
  mediaType?: string
  annotations?: Record<string, string>
  entryAnnotations?: Record<string, string>
  layerAnnotations?: Record<string, string>
  sizeBytes?: number
}

function attach(document: unknown, given: Given = {}): Attachment {
  return attachAll([document], given)
}

function putLayer(document: unknown, { mediaType = 'application/json', ...given }: Given) {
  const bytes = Buffer.from(typeof document === 'string' ? document : JSON.stringify(document))
  const digest = toDigest('sha256', bytes)
  blobs.set(digest, bytes)
  return {
    mediaType,
    digest,
    sizeBytes: given.sizeBytes ?? bytes.length,
    urls: [],
    artifactType: null,
    annotations: given.layerAnnotations ?? {},
  }
}

/** Several documents in one manifest. */
function attachAll(documents: readonly unknown[], given: Given): Attachment {
  const { subject = index, annotations = {} } = given
  const manifest: ImageManifest = {
    kind: 'image',
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    subject: subject && {
      mediaType: '',
      digest: subject,
      sizeBytes: 1,
      urls: [],
      artifactType: null,
      annotations: {},
    },
    artifactType: 'application/x.test',
    annotations,
    config: null,
    layers: documents.map((document) => putLayer(document, given)),
  }
  const own = toDigest('sha256', Buffer.from(JSON.stringify(manifest)))
  manifests.set(own, manifest)
  return toAttachment({
    mediaType: manifest.mediaType,
    digest: own,
    sizeBytes: 1,
    urls: [],
    artifactType: manifest.artifactType,
    annotations: given.entryAnnotations ?? {},
    platform: null,
  })
}

const gather = (...attached: Attachment[]) =>
  gatherContents(findings, client, {
    name: 'a/b',
    uri: 'images.example/a/b',
    attached,
    chosen,
    index,
    waitMs: 30_000,
    nowMs: Date.parse('2026-11-30T12:00:00Z'),
  })

test('the bill of the platform comes before a newer one of the index', async () => {
  const { bill } = await gather(attach(syftSpdx), attach(oldCycloneDx, { subject: chosen }))
  expect(bill).toMatchObject({ format: 'CycloneDX 1.2', otherCount: 1 })
})

test('what BuildKit puts into the index is of the platform that it names', async () => {
  const inIndex = (digest: Digest) => ({
    subject: null,
    mediaType: 'application/vnd.in-toto+json',
    layerAnnotations: { 'in-toto.io/predicate-type': 'https://spdx.dev/Document' },
    entryAnnotations: {
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': digest,
    },
  })
  const own = attach(toStatement('https://spdx.dev/Document', syftSpdx, chosen), inIndex(chosen))
  const ofOther = attach(toStatement('https://spdx.dev/Document', oldCycloneDx, other), inIndex(other))
  expect((await gather(ofOther)).bill).toBeNull()
  expect((await gather(ofOther, own)).bill).toMatchObject({ format: 'SPDX 2.3', otherCount: 0 })
})

const stageBill = (createdAt: string, count: number) =>
  toStatement(
    'https://spdx.dev/Document',
    {
      spdxVersion: 'SPDX-2.3',
      SPDXID: 'SPDXRef-DOCUMENT',
      name: 'sbom',
      creationInfo: { created: createdAt, creators: ['Tool: syft-v1.4.1', 'Tool: buildkit-v0.14.0'] },
      packages: Array.from({ length: count }, (_, at) => ({
        SPDXID: `SPDXRef-Package-${at}`,
        name: `package-${at}`,
        versionInfo: `1.${count}`,
      })),
    },
    chosen,
  )

/** As BuildKit writes it with `BUILDKIT_SBOM_SCAN_STAGE=true`. */
const byBuildKit: Given = {
  subject: null,
  mediaType: 'application/vnd.in-toto+json',
  layerAnnotations: { 'in-toto.io/predicate-type': 'https://spdx.dev/Document' },
  entryAnnotations: {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': chosen,
  },
}

test('of a build that scanned its stages, too, the first bill is that of the image, though others are newer and longer', async () => {
  const [image, stage] = [stageBill('2026-11-01T10:00:00Z', 2), stageBill('2026-11-01T10:00:04Z', 40)]
  const build = attachAll([image, stage], byBuildKit)
  expect((await gather(build)).bill).toMatchObject({ totalCount: 2, otherCount: 0 })
  const fromScratch = attachAll([stageBill('2026-11-01T10:00:00Z', 0), stage], byBuildKit)
  expect((await gather(fromScratch)).bill).toMatchObject({ totalCount: 0, otherCount: 0 })
  const later = attach(stageBill('2026-11-02T10:00:00Z', 3), byBuildKit)
  expect((await gather(build, later)).bill).toMatchObject({ totalCount: 3, otherCount: 1 })
})

test('where the bill of the image cannot be read, none of its stages takes its place', async () => {
  const { bill, troubles } = await gather(attachAll(['{', stageBill('2026-11-01T10:00:04Z', 40)], byBuildKit))
  expect([bill, troubles.map(({ trouble }) => trouble)]).toEqual([null, ['not-json']])
})

test('of what cosign adds to one attachment with each scan the newest bill is shown', async () => {
  const signed = ['2026-11-01T10:00:00Z', '2026-11-08T10:00:00Z'].map((createdAt, at) =>
    toEnvelope(stageBill(createdAt, at + 2)),
  )
  const mediaType = 'application/vnd.dsse.envelope.v1+json'
  const { bill } = await gather(attachAll(signed, { subject: chosen, mediaType }))
  expect(bill).toMatchObject({ totalCount: 3, otherCount: 1 })
})

test('a statement about another image does not count, wherever it is attached', async () => {
  const { bill } = await gather(attach(toEnvelope(toStatement('https://spdx.dev/Document', syftSpdx, other))))
  expect(bill).toBeNull()
})

test('how an image was built is not read for what is in it', async () => {
  const annotations = { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v1' }
  await gather(
    attach({}, { layerAnnotations: annotations }),
    attach({ a: 1 }, { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' }),
  )
  expect(reads).toEqual([])
})

test('the newest report of each scanner is shown, the newest of all first', async () => {
  const older = { ...trivyReport, CreatedAt: '2026-01-01T00:00:00Z' }
  const { scans } = await gather(attach(older), attach(grypeReport), attach(trivyReport))
  expect(scans.map(({ scanner, scannedAt }) => [scanner, scannedAt])).toEqual([
    ['Trivy', '2026-11-12T09:00:01.123Z'],
    ['Grype 0.86.1', '2026-11-11T07:00:00.000Z'],
  ])
})

const openVexOf = (status: string, timestamp: string) => ({
  ...openVex,
  timestamp,
  statements: [{ vulnerability: { name: 'CVE-2026-2000' }, status, impact_statement: 'It is not called.' }],
})

test.each(['2026-12-02T00:00:00Z', '2150-02-03T00:00:00Z', '9999-12-31T23:59:59Z'])(
  'what says that it is of %s is no newer than what is of today',
  async (future) => {
    const nothing = { ...trivyReport, CreatedAt: future, Results: [] }
    const { scans } = await gather(attach(nothing), attach(trivyReport))
    expect(scans).toMatchObject([{ scannedAt: '2026-11-12T09:00:01.123Z', totalCount: 2 }])
    expect((await gather(attach(nothing))).scans).toMatchObject([{ scannedAt: null, isAttachedDate: false }])
    const annotations = { 'org.opencontainers.image.created': future }
    expect((await gather(attach({ ...nothing, ArtifactName: 'b' }, { annotations }))).scans).toMatchObject([
      { scannedAt: null, isAttachedDate: false },
    ])

    const bill = { ...syftSpdx, name: 'b', packages: syftSpdx.packages.slice(0, 1) }
    const inFuture = { ...bill, creationInfo: { ...bill.creationInfo, created: future } }
    expect((await gather(attach(inFuture))).bill?.createdAt).toBeNull()
    expect((await gather(attach(inFuture), attach(syftSpdx))).bill).toMatchObject({ totalCount: 2 })

    const stated = [openVexOf('not_affected', future), openVexOf('affected', '2026-11-20T00:00:00Z')]
    expect((await gather(attach(trivyReport), ...stated.map((one) => attach(one)))).scans).toMatchObject([
      { asideCount: 0, openCounts: { high: 1 } },
    ])
    const [aside] =
      (await gather(attach(trivyReport), attach(stated[0]))).scans[0]?.vulnerabilities.slice(-1) ?? []
    expect(aside?.aside).toMatchObject({ status: 'not_affected', statedAt: null })
  },
)

test('a report without a date has that of its attachment', async () => {
  const { CreatedAt: _, ...undated } = trivyReport
  const annotations = { 'org.opencontainers.image.created': '2026-11-20T10:00:00Z' }
  expect((await gather(attach(undated, { annotations }))).scans).toMatchObject([
    { scannedAt: '2026-11-20T10:00:00.000Z', isAttachedDate: true },
  ])
  expect((await gather(attach({ ...undated, ArtifactName: 'b' }))).scans).toMatchObject([{ scannedAt: null }])
})

test('each document is read once; what cannot be read says why, and what is away is asked for again', async () => {
  const bill = attach(syftSpdx)
  const [first, second] = [await gather(bill), await gather(bill)]
  expect([first.bill?.totalCount, second.bill?.totalCount, reads.length]).toEqual([2, 2, 1])

  expect((await gather(attach('{'))).troubles).toMatchObject([{ trouble: 'not-json' }])
  const huge = attach({ b: 1 }, { sizeBytes: 40_000_000 })
  expect((await gather(huge)).troubles).toMatchObject([{ trouble: 'too-large' }])

  const away = attach({ c: 1 })
  blobs.clear()
  expect(await gather(away)).toMatchObject({ isPartial: false, hasFailed: true, troubles: [] })
})

test('a statement that names something else by another digest is not taken for one about the image', async () => {
  const subject = [{ name: 'elsewhere', digest: { sha512: 'cd'.repeat(64) } }]
  const statement = {
    ...toStatement('https://cosign.sigstore.dev/attestation/vuln/v1', trivyReport),
    subject,
  }
  const bill = { ...toStatement('https://spdx.dev/Document', syftSpdx), subject }
  expect(await gather(attach(toEnvelope(statement)), attach(bill))).toMatchObject({ bill: null, scans: [] })
})

test('what a publisher says in CycloneDX sets aside what a scanner found, and gives no grade itself', async () => {
  const vex = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { timestamp: '2026-11-20T00:00:00Z' },
    vulnerabilities: [
      {
        id: 'CVE-2026-2000',
        analysis: { state: 'not_affected', justification: 'code_not_reachable' },
        affects: [{ ref: 'pkg:deb/debian/openssl@3.0.11-1~deb12u2' }],
      },
    ],
  }
  expect((await gather(attach(vex))).scans).toEqual([])
  expect((await gather(attach(vex), attach(trivyReport))).scans).toMatchObject([
    { format: 'Trivy JSON', asideCount: 1, openCounts: { high: 0, unknown: 1 } },
  ])
})

test('of more attachments than are looked into the newest of each kind count, by what the list says', async () => {
  const scanOn = (day: number) => {
    const created = `2026-10-${String(day).padStart(2, '0')}T00:00:00Z`
    return attach(
      { ...trivyReport, CreatedAt: created },
      { entryAnnotations: { 'org.opencontainers.image.created': created } },
    )
  }
  const days = Array.from({ length: 20 }, (_, at) => at + 1)
  const ofBill = { entryAnnotations: { 'in-toto.io/predicate-type': 'https://spdx.dev/Document' } }
  const { scans, bill } = await gather(...days.map(scanOn), attach(syftSpdx, ofBill))
  expect(scans).toMatchObject([{ scannedAt: '2026-10-20T00:00:00.000Z' }])
  expect(bill).toMatchObject({ format: 'SPDX 2.3' })
  expect(reads).toHaveLength(16)
})

test('what is attached as a bill or a report is told apart from nothing, though it is none of this image', async () => {
  expect((await gather()).claims).toEqual({ bill: false, scan: false })
  const named = (document: unknown, artifactType: string, given: Given = {}) => ({
    ...attach(document, given),
    ...toAttachment({ ...entry, artifactType }),
  })
  const entry = {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: other,
    sizeBytes: 1,
    urls: [],
    annotations: {},
    platform: null,
  }
  const lies = await gather(named({}, 'application/spdx+json'), named({ a: 1 }, 'application/sarif+json'))
  expect(lies).toMatchObject({ bill: null, scans: [], claims: { bill: true, scan: true } })
  const ofOther = toStatement('https://cosign.sigstore.dev/attestation/vuln/v1', trivyReport, other)
  const annotations = { 'in-toto.io/predicate-type': 'https://cosign.sigstore.dev/attestation/vuln/v1' }
  const scan = attach(ofOther, { entryAnnotations: annotations })
  expect(await gather(scan)).toMatchObject({ scans: [], claims: { bill: false, scan: true } })
})

test('a statement is about the repository and the tag that it names', async () => {
  const stateAbout = (id: string) => ({
    ...openVexOf('not_affected', '2026-11-20T00:00:00Z'),
    '@id': id,
    statements: [
      {
        vulnerability: { name: 'CVE-2026-2000' },
        products: [{ '@id': id }],
        status: 'not_affected',
        justification: 'component_not_present',
      },
    ],
  })
  const countAside = async (id: string, tags: string[] = []) => {
    const attached = [attach(trivyReport), attach(stateAbout(id))]
    const query = { name: 'a/b', uri: 'images.example/a/b', tags, attached, chosen, index, waitMs: 30_000 }
    const { scans } = await gatherContents(findings, client, query)
    return scans[0]?.asideCount
  }
  expect(await countAside('pkg:oci/b?repository_url=images.example/a/b')).toBe(1)
  expect(await countAside('pkg:oci/c?repository_url=images.example/a/c')).toBe(0)
  expect(await countAside('pkg:oci/b@1.4.2', ['1.4.2'])).toBe(1)
  expect(await countAside('pkg:oci/b@1.4.2', ['1.4.3'])).toBe(0)
})
