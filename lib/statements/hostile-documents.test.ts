/** Documents made to break their reader: each has its right value, within bounds, and none throws or takes long. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { syftSpdx, toEnvelope, toStatement, trivyReport } from '#testing/attached-documents.ts'
import { writeDocument } from './document-head.ts'
import { type ReadDocument, readDocument } from './read-document.ts'

const cyclone = (components: unknown, more: object = {}) =>
  JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', components, ...more })
const component = (more: object) => cyclone([{ type: 'library', name: 'a', version: '1', ...more }])
const spdx = (packages: unknown, more: object = {}) =>
  JSON.stringify({ spdxVersion: 'SPDX-2.3', packages, ...more })
const trivy = (vulnerabilities: unknown, more: object = {}) =>
  JSON.stringify({ ...trivyReport, Results: [{ Vulnerabilities: vulnerabilities }], ...more })
const first = ({ packages }: ReadDocument) => packages?.packages[0]
const count = ({ packages }: ReadDocument) => packages?.totalCount ?? null
const found = ({ scan }: ReadDocument) => scan?.vulnerabilities ?? null
const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth)

const tooDeep = 'too-deep'

function nestComponents(depth: number): string {
  const start = '{"type":"library","name":"x","version":"1","components":['
  return `{"bomFormat":"CycloneDX","specVersion":"1.5","components":[${start.repeat(depth)}${']}'.repeat(depth)}]}`
}

const hostile: [
  name: string,
  bytes: string | Uint8Array,
  value: (read: ReadDocument) => unknown,
  right: unknown,
][] = [
  ['nothing', '', ({ trouble }) => trouble, 'not-json'],
  [
    'a document that is cut off',
    JSON.stringify(syftSpdx).slice(0, 900),
    ({ trouble }) => trouble,
    'not-json',
  ],
  [
    'bytes that are not UTF-8',
    Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    ({ trouble }) => trouble,
    'not-utf-8',
  ],
  [
    'half of a character at the end',
    Buffer.from('{"a":"é', 'utf8').subarray(0, 7),
    ({ trouble }) => trouble,
    'not-utf-8',
  ],
  ['NaN, which is no JSON', '{"spdxVersion":NaN}', ({ trouble }) => trouble, 'not-json'],
  ['a list instead of a document', '[[],[]]', count, null],
  ['null', 'null', count, null],
  ['a number', '1e999', count, null],
  ['lists 100,000 deep', nested(100_000, '[', ']'), ({ trouble }) => trouble, tooDeep],
  // As a thread that parses it would end the whole program.
  ['32 MB of lists without an end', '['.repeat(32_000_000), ({ trouble }) => trouble, tooDeep],
  ['three million lists', `[${'[],'.repeat(3_000_000)}0]`, ({ trouble }) => trouble, 'too-many-values'],
  [
    'lists in a document in an envelope',
    JSON.stringify({ payloadType: 'x', payload: Buffer.from('['.repeat(1_000)).toString('base64') }),
    ({ trouble }) => trouble,
    tooDeep,
  ],
  [
    'what only looks like depth, in a text',
    component({ name: `${'"[{\\'.repeat(90)}` }),
    (read) => first(read)?.name.length,
    360,
  ],
  [
    'objects 100,000 deep',
    `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
    ({ trouble }) => trouble,
    tooDeep,
  ],
  ['components 5,000 deep', nestComponents(5_000), ({ trouble }) => trouble, tooDeep],
  ['components 90 deep', nestComponents(90), count, 1],
  [
    'components 3 deep, each another',
    cyclone([
      {
        type: 'library',
        name: 'a',
        components: [{ type: 'library', name: 'b', components: [{ type: 'library', name: 'c' }] }],
      },
    ]),
    count,
    3,
  ],
  [
    '30,000 packages, of which not all are kept',
    cyclone(Array.from({ length: 30_000 }, (_, at) => ({ type: 'library', name: `p${at}` }))),
    ({ packages }) => [packages?.totalCount, packages?.packages.length],
    [30_000, 20_000],
  ],
  [
    'one package 100,000 times',
    cyclone(Array.from({ length: 100_000 }, () => ({ type: 'library', name: 'a', version: '1' }))),
    count,
    1,
  ],
  [
    'one identifier for all packages',
    spdx([
      { SPDXID: 'X', name: 'a' },
      { SPDXID: 'X', name: 'b' },
    ]),
    count,
    2,
  ],
  ['packages that are a text', spdx('many'), count, 0],
  ['packages that are a number', spdx(1e9), count, 0],
  ['packages that are no objects', spdx([null, 1, 'a', [], [[]], true, { name: 'a' }]), count, 1],
  ['an array with a length of its own', spdx({ length: 4_294_967_295, 0: { name: 'a' } }), count, 0],
  ['a name that is a number', component({ name: 7 }), count, 0],
  ['a name that is an object', component({ name: { toString: 'x' } }), count, 0],
  ['an empty name', component({ name: '   ' }), count, 0],
  [
    'a version that is a number',
    component({ version: 1.1 }),
    first,
    { name: 'a', version: null, licence: null, purl: null, type: null },
  ],
  [
    'a name of 1,000,000 characters',
    component({ name: 'a'.repeat(1_000_000) }),
    (read) => first(read)?.name.length,
    400,
  ],
  ['half of a surrogate pair', component({ name: 'a\ud800b' }), (read) => first(read)?.name, 'a\ufffdb'],
  [
    'a name that turns the line around',
    component({ name: '\u202egnp.exe' }),
    (read) => first(read)?.name,
    '\u202egnp.exe',
  ],
  [
    '`__proto__` as a member',
    '{"bomFormat":"CycloneDX","specVersion":"1.5","__proto__":{"components":[{"type":"library","name":"a"}]}}',
    count,
    0,
  ],
  [
    '`__proto__` as a name',
    component({ name: '__proto__', purl: 'pkg:npm/__proto__@1' }),
    first,
    { name: '__proto__', version: '1', licence: null, purl: 'pkg:npm/__proto__@1', type: 'npm' },
  ],
  [
    'a format that is named by a prototype',
    '{"bomFormat":{"constructor":"CycloneDX"},"components":[]}',
    count,
    null,
  ],
  [
    '`constructor` as the type of a package',
    component({ purl: 'pkg:constructor/a@1' }),
    (read) => first(read)?.type,
    'constructor',
  ],
  ['a package URL that is none', component({ purl: 'pkg://///@@@' }), (read) => first(read)?.purl, null],
  [
    'a package URL with broken escapes',
    component({ purl: 'pkg:npm/%E0%A4%A@1' }),
    (read) => first(read)?.purl,
    null,
  ],
  [
    'a package URL that is a script',
    component({ purl: 'javascript:alert(1)' }),
    (read) => first(read)?.purl,
    null,
  ],
  ['an image among the packages', component({ purl: 'pkg:oci/a@sha256%3Aabc' }), count, 0],
  [
    'a licence with 100,000 parentheses',
    component({ licenses: [{ expression: `${'('.repeat(100_000)}MIT${')'.repeat(100_000)}` }] }),
    (read) => first(read)?.licence?.length,
    400,
  ],
  [
    'a licence with 190 parentheses',
    component({ licenses: [{ expression: `${'('.repeat(190)}MIT${')'.repeat(190)}` }] }),
    (read) => first(read)?.licence?.length,
    383,
  ],
  [
    'a licence of many operators',
    component({ licenses: [{ expression: 'MIT OR '.repeat(50) }] }),
    (read) => first(read)?.licence?.startsWith('MIT OR'),
    true,
  ],
  [
    'a licence that is no expression',
    component({ licenses: [{ license: { name: 'See <script>' } }] }),
    (read) => first(read)?.licence,
    'See <script>',
  ],
  [
    '10,000 licences of one package',
    component({ licenses: Array.from({ length: 10_000 }, (_, at) => ({ license: { name: `L${at}` } })) }),
    (read) => first(read)?.licence?.split(' AND ').length,
    20,
  ],
  [
    'relationships in a circle',
    spdx(
      [
        { SPDXID: 'A', name: 'a' },
        { SPDXID: 'B', name: 'b' },
      ],
      {
        relationships: [
          { spdxElementId: 'A', relatedSpdxElement: 'B', relationshipType: 'CONTAINS' },
          { spdxElementId: 'B', relatedSpdxElement: 'A', relationshipType: 'CONTAINS' },
        ],
      },
    ),
    count,
    2,
  ],
  [
    'a licence that names itself (SPDX 3)',
    JSON.stringify({
      '@context': 'https://spdx.org/rdf/3.0.1/x',
      '@graph': [
        { type: 'software_Package', spdxId: 'p', name: 'a' },
        { type: 'Relationship', from: 'p', to: ['r'], spdxId: 'r', relationshipType: 'hasDeclaredLicense' },
      ],
    }),
    first,
    { name: 'a', version: null, licence: null, purl: null, type: null },
  ],
  [
    'a date of nothing',
    cyclone([], { metadata: { timestamp: '0001-01-01T00:00:00Z' } }),
    ({ packages }) => packages?.createdAt,
    null,
  ],
  [
    'a date that is none',
    cyclone([], { metadata: { timestamp: '2026-13-45T99:99:99Z' } }),
    ({ packages }) => packages?.createdAt,
    null,
  ],
  [
    'a date in the year 99999',
    cyclone([], { metadata: { timestamp: '99999-01-01T00:00:00Z' } }),
    ({ packages }) => packages?.createdAt,
    null,
  ],
  [
    'a payload that is not base64',
    JSON.stringify({ payloadType: 'x', payload: '!!!!' }),
    ({ trouble }) => trouble,
    'not-json',
  ],
  [
    'envelopes in envelopes without end',
    JSON.stringify(Array.from({ length: 20 }).reduce<unknown>((inner) => toEnvelope(inner), syftSpdx)),
    count,
    null,
  ],
  ['statements in statements', JSON.stringify(toStatement('a', toStatement('b', syftSpdx))), count, 2],
  [
    'a subject that is no digest',
    JSON.stringify({
      ...toStatement('https://spdx.dev/Document', syftSpdx),
      subject: [{ digest: { sha256: '../../x' } }, { digest: 'x' }, null],
    }),
    ({ subjects }) => subjects,
    [],
  ],
  [
    '10,000 subjects',
    JSON.stringify({
      ...toStatement('x', {}),
      subject: Array.from({ length: 10_000 }, () => ({ digest: { sha256: 'a'.repeat(64) } })),
    }),
    ({ subjects }) => subjects.length,
    100,
  ],
  [
    'a severity from nowhere',
    trivy([{ VulnerabilityID: 'A', Severity: 'constructor' }]),
    (read) => found(read)?.[0]?.severity,
    'unknown',
  ],
  [
    'a severity that is a number',
    trivy([{ VulnerabilityID: 'A', Severity: 9.8 }]),
    (read) => found(read)?.[0]?.severity,
    'critical',
  ],
  [
    'a score beyond the scale',
    trivy([{ VulnerabilityID: 'A', Severity: '99' }]),
    (read) => found(read)?.[0]?.severity,
    'unknown',
  ],
  [
    'findings without a name',
    trivy([{}, null, { VulnerabilityID: '' }, { VulnerabilityID: ['A'] }]),
    (read) => found(read)?.length,
    0,
  ],
  [
    'the same finding twice',
    trivy([
      { VulnerabilityID: 'A', PkgName: 'x' },
      { VulnerabilityID: 'A', PkgName: 'x' },
    ]),
    (read) => found(read)?.length,
    1,
  ],
  [
    'a link that is a script',
    trivy([{ VulnerabilityID: 'A', PrimaryURL: 'javascript:alert(1)' }]),
    (read) => found(read)?.[0]?.source,
    null,
  ],
  [
    'a link with a password',
    trivy([{ VulnerabilityID: 'A', PrimaryURL: 'https://a:b@c.example' }]),
    (read) => found(read)?.[0]?.source,
    null,
  ],
  [
    '30,000 findings, the worst last',
    trivy([
      ...Array.from({ length: 30_000 }, (_, at) => ({ VulnerabilityID: `L${at}`, Severity: 'LOW' })),
      { VulnerabilityID: 'Z', Severity: 'CRITICAL' },
    ]),
    ({ scan }) => [scan?.totalCount, scan?.vulnerabilities.length, scan?.vulnerabilities[0]?.id],
    [30_001, 10_000, 'Z'],
  ],
  [
    'a rule with an index of its own (SARIF)',
    JSON.stringify({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'Trivy', rules: [] } },
          results: [
            { ruleId: 'CVE-2026-1234', ruleIndex: -1 },
            { ruleId: 'CVE-2026-1235', ruleIndex: 1e300 },
          ],
        },
      ],
    }),
    (read) => found(read)?.length,
    2,
  ],
  [
    'statements of a status that is none (OpenVEX)',
    JSON.stringify({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      statements: [
        { vulnerability: { name: 'A' }, status: 'safe' },
        { vulnerability: 'B', status: 'fixed' },
        7,
      ],
    }),
    ({ vex }) => vex?.statements.map(({ ids }) => ids),
    [['B']],
  ],
]

test.each(hostile)('%s', (_, bytes, value, right) => {
  const read = readDocument(Buffer.from(bytes))
  expect(value(read)).toEqual(right)
  // What is kept stays within bounds, too.
  expect(writeDocument(read).length).toBeLessThan(12_000_000)
})

test('there are more than thirty of them', () => {
  expect(hostile.length).toBeGreaterThan(50)
})

test('many long texts of statements are kept within bounds', () => {
  const long = 'x'.repeat(1_000)
  const products = Array.from({ length: 200 }, () => ({ '@id': long, subcomponents: [{ '@id': long }] }))
  const statements = Array.from({ length: 60 }, () => ({ vulnerability: 'A', status: 'fixed', products }))
  const read = readDocument(
    Buffer.from(JSON.stringify({ '@context': 'https://openvex.dev/ns/v0.2.0', statements })),
  )
  expect(read.vex?.statements.length).toBe(1)
  expect(writeDocument(read).length).toBeLessThan(600_000)
})

const names = [
  'spdxVersion',
  'packages',
  'name',
  'versionInfo',
  'externalRefs',
  'referenceType',
  'bomFormat',
  'components',
  'licenses',
  'license',
  'metadata',
  'tools',
  'timestamp',
  '@context',
  '@graph',
  'type',
  'relationshipType',
  'to',
  'matches',
  'vulnerability',
  'artifact',
  'fix',
  'descriptor',
  'SchemaVersion',
  'Results',
  'Vulnerabilities',
  'version',
  'runs',
  'results',
  'rules',
  'ruleIndex',
  'statements',
  'products',
  'predicateType',
  'predicate',
  'subject',
  'payload',
  'payloadType',
  'dsseEnvelope',
  'scanner',
  'result',
  'artifacts',
  '__proto__',
  'Data',
]
const values = [
  'SPDX-2.3',
  'CycloneDX',
  '2.1.0',
  'https://spdx.org/rdf/3.0.1/x',
  'https://openvex.dev/ns/v0.2.0',
  'software_Package',
  'purl',
  'pkg:npm/a@1',
  'CVE-2026-1234',
  'https://in-toto.io/attestation/vulns/v0.2',
  'HIGH',
  'fixed',
  '2026-01-01T00:00:00Z',
  'syft',
]

test('any JSON at all is read without an error, and the same again', () => {
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      fc.constantFrom<unknown>(...values, 2, null, true, -1, 1e300),
      fc.string(),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...names), tie('json'), { maxKeys: 6 }),
    ),
  }))
  fc.assert(
    fc.property(json, (value) => {
      const bytes = Buffer.from(JSON.stringify(value))
      const read = readDocument(bytes)
      expect(readDocument(bytes)).toEqual(read)
      expect(read.packages?.packages.length ?? 0).toBeLessThanOrEqual(read.packages?.totalCount ?? 0)
      expect(writeDocument(read).split('\n')).toHaveLength(2)
    }),
    { numRuns: 2_000 },
  )
})

test('any bytes at all are read without an error', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readDocument(bytes)))
})
