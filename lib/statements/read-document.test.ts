/** What each tool writes is read as what it says, whatever it is sent in. */
import { expect, test } from 'vitest'
import { apkoSpdx, cdxgenCycloneDx } from '#testing/attached-bills.ts'
import {
  cosignVuln,
  grypeReport,
  grypeSarif,
  imageDigest,
  inTotoVulns,
  oldCycloneDx,
  openVex,
  spdx3,
  syftJson,
  syftSpdx,
  toBundle,
  toEnvelope,
  toStatement,
  trivyCycloneDx,
  trivyReport,
  trivySarif,
  trivySpdx,
} from '#testing/attached-documents.ts'
import { readDocument } from './read-document.ts'

const read = (document: unknown) => readDocument(Buffer.from(JSON.stringify(document)))

test.each([
  [
    'SPDX 2.3 of syft, without the image itself',
    syftSpdx,
    { format: 'SPDX 2.3', tool: 'syft 1.18.0', createdAt: '2026-11-10T08:15:02.000Z', totalCount: 2 },
    [
      ['golang.org/x/net', 'v0.46.0', 'BSD-3-Clause', 'golang'],
      ['openssl', '3.0.11-1~deb12u2', 'Apache-2.0 AND LicenseRef-Artistic', 'deb'],
    ],
  ],
  [
    'SPDX 2.2 of Trivy, without operating system and lock files',
    trivySpdx,
    { format: 'SPDX 2.2', tool: 'trivy 0.58.1', totalCount: 1 },
    [['busybox', '1.36.1-r29', 'GPL-2.0-only', 'apk']],
  ],
  [
    'SPDX 2.3 of apko, without recipes and sources',
    apkoSpdx,
    { format: 'SPDX 2.3', tool: 'apko (v0.30.0)', totalCount: 2 },
    [
      ['unbound', '1.23.0-r0', null, 'apk'],
      ['unbound-libs', '1.23.0-r0', null, 'apk'],
    ],
  ],
  [
    'SPDX 3.0, with licences by relationship',
    spdx3,
    { format: 'SPDX 3.0', tool: 'bom-maker 2.1.0', createdAt: '2026-11-01T10:00:00.000Z', totalCount: 2 },
    [
      ['left-pad', '1.3.0', 'MIT', 'npm'],
      ['requests', '2.32.0', 'Apache-2.0', 'pypi'],
    ],
  ],
  [
    'CycloneDX 1.6 of Trivy, with nested components and groups',
    trivyCycloneDx,
    { format: 'CycloneDX 1.6', tool: 'trivy 0.58.1', totalCount: 3 },
    [
      ['@angular/core', '17.0.0', 'MIT', 'npm'],
      ['inner', '0.1', null, null],
      ['org.example:tool', '2.0', 'Apache-2.0 AND (MIT OR BSD-3-Clause)', 'maven'],
    ],
  ],
  [
    'CycloneDX 1.6 of cdxgen, without the names of distributions',
    cdxgenCycloneDx,
    { format: 'CycloneDX 1.6', tool: 'cdxgen 11.0.0', totalCount: 4 },
    [
      ['bash', '5.1.8-9.el9', null, 'rpm'],
      ['jest', '29.7.0', null, 'npm'],
      ['openssl', '3.0.11-1~deb12u2', null, 'deb'],
      ['symfony/console', 'v6.4.0', null, 'composer'],
    ],
  ],
  [
    'CycloneDX 1.2, with a list of tools',
    oldCycloneDx,
    { format: 'CycloneDX 1.2', tool: 'cdxgen 9', totalCount: 1 },
    [['a', '1', null, 'gem']],
  ],
  [
    'the JSON of syft',
    syftJson,
    { format: 'Syft JSON', tool: 'syft 1.18.0', createdAt: null, totalCount: 2 },
    [
      ['app', null, 'Apache-2.0', 'binary'],
      ['musl', '1.2.5-r0', 'MIT', 'apk'],
    ],
  ],
])('%s', (_, document, about, packages) => {
  const { packages: found } = read(document)
  expect(found).toMatchObject(about)
  expect(found?.packages.map(({ name, version, licence, type }) => [name, version, licence, type])).toEqual(
    packages,
  )
})

test.each([
  [
    'Trivy JSON',
    trivyReport,
    { scanner: 'Trivy', scannedAt: '2026-11-12T09:00:01.123Z', totalCount: 2 },
    [
      ['CVE-2026-2000', 'high', 'openssl', '3.0.11-1~deb12u2', '3.0.15-1~deb12u1'],
      ['CVE-2026-2001', 'unknown', 'zlib', '1.2', null],
    ],
  ],
  [
    'Grype JSON',
    grypeReport,
    { scanner: 'Grype 0.86.1', scannedAt: '2026-11-11T07:00:00.000Z', totalCount: 2 },
    [
      ['GHSA-aaaa-bbbb-cccc', 'critical', 'golang.org/x/net', 'v0.46.0', '0.47.0'],
      ['CVE-2026-3001', 'negligible', 'coreutils', '9.1-1', null],
    ],
  ],
  [
    'SARIF of Trivy, which has no date',
    trivySarif,
    { scanner: 'Trivy 0.58.1', scannedAt: null },
    [['CVE-2026-4000', 'high', 'libssl3', '3.0.11', '3.0.15']],
  ],
  [
    'SARIF of Grype, which puts the package into the rule',
    grypeSarif,
    { scanner: 'Grype 0.86.1', scannedAt: '2026-11-09T00:00:00.000Z' },
    [['CVE-2026-5000', 'critical', 'libcurl4', '7.88.1-10', null]],
  ],
  [
    "cosign's predicate, with the date of the scan and not of the report",
    toStatement('https://cosign.sigstore.dev/attestation/vuln/v1', cosignVuln),
    { scanner: 'trivy v0.58.1', scannedAt: '2026-11-12T10:00:05.000Z', totalCount: 2 },
    [
      ['CVE-2026-2000', 'high', 'openssl', '3.0.11-1~deb12u2', '3.0.15-1~deb12u1'],
      ['CVE-2026-2001', 'unknown', 'zlib', '1.2', null],
    ],
  ],
  [
    "in-toto's predicate, the worst of several ratings",
    toStatement('https://in-toto.io/attestation/vulns/v0.2', inTotoVulns),
    { scanner: 'trivy 0.19.2', scannedAt: '2026-11-06T00:00:03.000Z' },
    [
      ['CVE-2026-6001', 'critical', null, null, null],
      ['CVE-2026-6000', 'medium', null, null, null],
    ],
  ],
  [
    'vulnerabilities of CycloneDX, with what its analysis clears',
    trivyCycloneDx,
    { scanner: 'trivy 0.58.1', scannedAt: '2026-11-12T09:00:00.000Z' },
    [
      ['CVE-2026-1000', 'critical', '@angular/core', '17.0.0', '17.0.1'],
      ['CVE-2026-1001', 'low', 'org.example:tool', '2.0', null],
    ],
  ],
])('%s', (_, document, about, found) => {
  const { scan } = read(document)
  expect(scan).toMatchObject(about)
  expect(
    scan?.vulnerabilities.map((one) => [
      one.id,
      one.severity,
      one.packageName,
      one.packageVersion,
      one.fixedVersion,
    ]),
  ).toEqual(found)
})

test('a finding keeps the names that others have for it', () => {
  expect(read(grypeReport).scan?.vulnerabilities.map(({ aliases }) => aliases)).toEqual([
    ['CVE-2026-3000'],
    [],
  ])
  const [result] = trivyReport.Results
  const [found] = result?.Vulnerabilities ?? []
  const report = {
    ...trivyReport,
    Results: [{ ...result, Vulnerabilities: [{ ...found, VendorIDs: ['DSA-5532-1'] }] }],
  }
  expect(read(report).scan?.vulnerabilities).toMatchObject([{ id: 'CVE-2026-2000', aliases: ['DSA-5532-1'] }])
})

test('a predicate that Trivy attaches without a statement around it is read, too', () => {
  expect(read(cosignVuln).scan).toMatchObject({ scannedAt: '2026-11-12T10:00:05.000Z', totalCount: 2 })
})

test('a report of a tool that looks for other things says nothing about vulnerabilities', () => {
  const ofCode = { version: '2.1.0', runs: [{ tool: { driver: { name: 'CodeQL' } }, results: [] }] }
  expect(read(ofCode).scan).toBeNull()
  const clean = { version: '2.1.0', runs: [{ tool: { driver: { name: 'Trivy' } }, results: [] }] }
  expect(read(clean).scan).toMatchObject({ totalCount: 0 })
})

test('OpenVEX is read with its reason', () => {
  expect(read(openVex).vex).toEqual({
    author: 'Example Security',
    statedAt: '2026-11-13T15:00:00.123Z',
    statements: [
      {
        ids: ['CVE-2026-2000'],
        status: 'not_affected',
        justification: 'vulnerable_code_not_in_execute_path',
        impact: 'The engine is never loaded.',
        action: null,
        products: [
          {
            id: `pkg:oci/app@${imageDigest.replace(':', '%3A')}`,
            digests: [],
            parts: ['pkg:deb/debian/openssl@3.0.11-1~deb12u2'],
          },
        ],
        statedAt: '2026-11-13T15:00:00.123Z',
      },
    ],
  })
})

test.each([
  ['a statement (BuildKit)', (statement: unknown) => statement],
  ['an envelope (cosign 2)', toEnvelope],
  ['a bundle (cosign 3, GitHub)', toBundle],
])('a document is taken out of %s, with what it speaks of', (_, wrap) => {
  const found = read(wrap(toStatement('https://spdx.dev/Document/v2.3', syftSpdx)))
  expect(found).toMatchObject({ subjects: [imageDigest], packages: { totalCount: 2 }, trouble: null })
})

test.each([
  ['as it is', { Data: syftSpdx, Timestamp: '2026-01-01T00:00:00Z' }],
  ['as a text', { Data: JSON.stringify(syftSpdx), Timestamp: '2026-01-01T00:00:00Z' }],
])('older versions of cosign put the document into `Data`, %s', (_, predicate) => {
  const statement = toStatement('https://spdx.dev/Document', predicate)
  expect(read(toEnvelope(statement)).packages).toMatchObject({ totalCount: 2 })
})

test("the report of Harbor's scanner holds a bill of materials", () => {
  const report = { generated_at: '2026-01-01T00:00:00Z', media_type: 'application/spdx+json', sbom: syftSpdx }
  expect(read(report).packages).toMatchObject({ totalCount: 2 })
})

test('what is about something else is neither read nor a trouble', () => {
  const provenance = toStatement('https://slsa.dev/provenance/v1', { buildDefinition: {}, runDetails: {} })
  expect(read(provenance)).toEqual({
    subjects: [imageDigest],
    packages: null,
    scan: null,
    vex: null,
    trouble: null,
  })
})

test.each([
  ['of SHA-512', { sha512: 'ab'.repeat(64) }, [`sha512:${'ab'.repeat(64)}`]],
  ['in capitals', { sha256: 'AB'.repeat(32) }, [imageDigest]],
  ['of a commit', { gitCommit: 'ab'.repeat(20) }, ['unknown']],
])('a statement with a digest %s speaks of that, and of nothing else', (_, digest, subjects) => {
  const statement = {
    ...toStatement('https://spdx.dev/Document', syftSpdx),
    subject: [{ name: 'a', digest }],
  }
  expect(read(statement).subjects).toEqual(subjects)
})

const cycloneDxVex = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: { timestamp: '2026-11-20T00:00:00Z', authors: [{ name: 'Example Security' }] },
  vulnerabilities: [
    {
      id: 'CVE-2026-1000',
      references: [{ id: 'GHSA-aaaa-bbbb-cccc', source: { name: 'ghsa' } }],
      analysis: { state: 'not_affected', justification: 'code_not_reachable', detail: 'Never loaded.' },
      affects: [{ ref: 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg:npm/left-pad@1.3.0' }],
    },
    {
      id: 'CVE-2026-1001',
      analysis: { state: 'exploitable', detail: 'Yes.', response: ['update'] },
      affects: [{ ref: 'pkg:npm/right-pad@1.0.0' }],
    },
    { id: 'CVE-2026-1002', analysis: { state: 'resolved' }, affects: [{ ref: 'some-ref' }] },
  ],
}

test('what CycloneDX says of vulnerabilities without components is no scan, but what a publisher says', () => {
  const { scan, packages, vex } = read(cycloneDxVex)
  expect([scan, packages]).toEqual([null, null])
  const common = { impact: null, action: null, justification: null, statedAt: '2026-11-20T00:00:00.000Z' }
  const product = (id: string | null) => [{ id, digests: [], parts: [] }]
  expect(vex).toEqual({
    author: 'Example Security',
    statedAt: '2026-11-20T00:00:00.000Z',
    statements: [
      {
        ...common,
        ids: ['CVE-2026-1000', 'GHSA-aaaa-bbbb-cccc'],
        status: 'not_affected',
        justification: 'code_not_reachable',
        impact: 'Never loaded.',
        products: product('pkg:npm/left-pad@1.3.0'),
      },
      {
        ...common,
        ids: ['CVE-2026-1001'],
        status: 'affected',
        impact: 'Yes.',
        action: 'update',
        products: product('pkg:npm/right-pad@1.0.0'),
      },
      { ...common, ids: ['CVE-2026-1002'], status: 'fixed', products: product(null) },
    ],
  })
})

test('what is not said of each vulnerability is the report of a scanner', () => {
  const [first, ...others] = cycloneDxVex.vulnerabilities
  const report = { ...cycloneDxVex, vulnerabilities: [{ ...first, analysis: undefined }, ...others] }
  expect(read(report)).toMatchObject({ scan: { totalCount: 3 }, vex: null })
})

test('what something was made from is a package where it is in the image as well', () => {
  const relate = (relationshipType: string, from: string, to: string) => ({
    spdxElementId: `SPDXRef-${from}`,
    relationshipType,
    relatedSpdxElement: `SPDXRef-${to}`,
  })
  const names = (...relationships: unknown[]) => {
    const packages = ['app', 'lib'].map((name) => ({ SPDXID: `SPDXRef-${name}`, name, versionInfo: '1' }))
    const { packages: list } = read({ spdxVersion: 'SPDX-2.3', packages, relationships })
    return list?.packages.map(({ name }) => name)
  }
  expect(names(relate('GENERATED_FROM', 'app', 'lib'))).toEqual(['app'])
  expect(names(relate('GENERATES', 'lib', 'app'))).toEqual(['app'])
  expect(names(relate('GENERATED_FROM', 'app', 'lib'), relate('CONTAINS', 'root', 'lib'))).toEqual([
    'app',
    'lib',
  ])
  expect(names(relate('CONTAINED_BY', 'lib', 'root'), relate('GENERATES', 'lib', 'app'))).toEqual([
    'app',
    'lib',
  ])
})

test.each(['generates', 'describes'])('SPDX 3.0 leaves out what only %s a package', (relationshipType) => {
  const [app, source] = ['https://spdx.example/p1', 'https://spdx.example/p3']
  const added = {
    type: 'software_Package',
    spdxId: source,
    name: 'requests-source',
    software_packageVersion: 'v2.32.0',
    software_packageUrl: 'pkg:github/psf/requests@v2.32.0',
  }
  const relation = { type: 'Relationship', from: source, to: [app], relationshipType }
  const contained = {
    type: 'Relationship',
    from: 'https://spdx.example/image',
    to: [app, source],
    relationshipType: 'contains',
  }
  const count = (...more: unknown[]) =>
    read({ ...spdx3, '@graph': [...spdx3['@graph'], added, ...more] }).packages?.totalCount
  expect(count()).toBe(3)
  expect(count(relation)).toBe(2)
  expect(count(relation, contained)).toBe(3)
})

test('SPDX 3.0 in any order, with types and dates as the document itself has them', () => {
  const graph = [...spdx3['@graph']].reverse()
  const older = {
    type: 'CreationInfo',
    '@id': '_:older',
    specVersion: '3.0.0',
    created: '2020-01-01T00:00:00Z',
  }
  const withOwn = graph.map((one) =>
    one.type === 'SpdxDocument' ? { ...one, creationInfo: '_:creationinfo' } : one,
  )
  const { packages } = read({ ...spdx3, '@graph': [older, ...withOwn] })
  expect(packages).toMatchObject({
    tool: 'bom-maker 2.1.0',
    createdAt: '2026-11-01T10:00:00.000Z',
    totalCount: 2,
  })
  expect(packages?.packages.map(({ licence }) => licence)).toEqual(['MIT', 'Apache-2.0'])

  const [creation, ...rest] = spdx3['@graph']
  const inside = rest.map((one) => ({ ...one, creationInfo: { ...creation, '@id': undefined } }))
  expect(read({ ...spdx3, '@graph': inside }).packages).toMatchObject({
    tool: 'bom-maker 2.1.0',
    createdAt: '2026-11-01T10:00:00.000Z',
  })
})
