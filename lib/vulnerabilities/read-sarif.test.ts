/** A result of SARIF counts as open unless the report itself says, by its rules, that it does not (SARIF 2.1.0, 3.27). */
import { expect, test } from 'vitest'
import { readSarif } from './read-sarif.ts'

const rule = { id: 'CVE-2026-1000', properties: { 'security-severity': '9.8' } }
const toRun = (results: unknown[], more: object = {}) => ({
  tool: { driver: { name: 'Trivy', rules: [rule] } },
  results,
  ...more,
})
const toReport = (...runs: unknown[]) => ({ version: '2.1.0', runs })
const result = (more: object = {}) => ({
  ruleId: 'CVE-2026-1000',
  message: { text: 'Package: openssl\nInstalled Version: 3.0.11' },
  ...more,
})
const readOne = (more: object) => readSarif(toReport(toRun([result(more)])))?.vulnerabilities[0]

test.each([
  ['is under review', [{ kind: 'external', status: 'underReview' }]],
  ['was rejected', [{ kind: 'external', status: 'rejected' }]],
  [
    'is accepted once and rejected once',
    [{ status: 'accepted', justification: 'x' }, { status: 'rejected' }],
  ],
  ['has none', []],
])('a suppression that %s suppresses nothing', (_, suppressions) => {
  expect(readOne({ suppressions })).toMatchObject({ suppressed: null })
})

test('accepted suppressions suppress, with the first reason that one gives', () => {
  const suppressions = [{ kind: 'inSource' }, { status: 'accepted', justification: 'Not reachable.' }]
  expect(readOne({ suppressions })).toMatchObject({ suppressed: 'Not reachable.' })
})

test('what is suppressed in one place and not in another is open', () => {
  const suppressed = result({ suppressions: [{ status: 'accepted', justification: 'Only here.' }] })
  for (const results of [
    [suppressed, result()],
    [result(), suppressed],
  ]) {
    const scan = readSarif(toReport(toRun(results)))
    expect(scan).toMatchObject({ totalCount: 1, vulnerabilities: [{ suppressed: null }] })
  }
})

test.each([
  ['a check that was passed', { kind: 'pass' }],
  ['a rule that does not apply', { kind: 'notApplicable' }],
  ['what is gone since the last run', { baselineState: 'absent' }],
])('%s is no finding', (_, more) => {
  expect(readSarif(toReport(toRun([result(more)])))).toMatchObject({ totalCount: 0 })
})

test.each([
  ['the rule of its own', { defaultConfiguration: { level: 'error' } }, 'high'],
  ['none, which is a warning', {}, 'medium'],
])('without a severity the level is that of %s', (_, more, severity) => {
  const run = toRun([result()], {
    tool: { driver: { name: 'Trivy', rules: [{ id: 'CVE-2026-1000', ...more }] } },
  })
  expect(readSarif(toReport(run))?.vulnerabilities[0]).toMatchObject({ severity })
})

test('of several runs the oldest says how old the report is, and one without a date leaves it without', () => {
  const run = (endTimeUtc: string) => toRun([], { invocations: [{ endTimeUtc }] })
  const [older, newer] = [run('2026-01-01T00:00:00Z'), run('2026-11-01T00:00:00Z')]
  expect(readSarif(toReport(newer, older))?.scannedAt).toBe('2026-01-01T00:00:00.000Z')
  expect(readSarif(toReport(newer, toRun([result()])))?.scannedAt).toBeNull()
})

test('a report names each scanner that it is of', () => {
  const grype = { tool: { driver: { name: 'Grype', version: '0.86.1' } }, results: [] }
  expect(readSarif(toReport(toRun([]), grype))?.scanner).toBe('Trivy, Grype 0.86.1')
})

/** As Trivy writes it; `kind` is the class of what was found. */
const trivyRun = (id: string, kind = 'OsPackageVulnerability', tag = 'vulnerability') => ({
  tool: {
    driver: {
      fullName: 'Trivy Vulnerability Scanner',
      name: 'Trivy',
      version: '0.67.0',
      rules: [
        {
          id,
          name: kind,
          properties: {
            precision: 'very-high',
            'security-severity': '9.5',
            tags: [tag, 'security', 'CRITICAL'],
          },
        },
      ],
    },
  },
  results: [
    {
      ruleId: id,
      ruleIndex: 0,
      level: 'error',
      message: {
        text: `Package: libfoo\nInstalled Version: 1.0\nVulnerability ${id}\nSeverity: CRITICAL\nFixed Version: 2.0\nLink: [${id}](https://avd.example)`,
      },
    },
  ],
})

test.each([
  'SUSE-SU-2024:0549-1',
  'openSUSE-SU-2020:0394-1',
  'TEMP-0841856-B18BAF',
  'RLSA-2025:23343',
  'ALAS2023-2023-377',
  'ALAS2KERNEL-5.4-2022-004',
  'NSWG-ECO-516',
  'GMS-2022-559',
  'MAL-2024-1',
  'ELSA-2024-1234',
])('%s is a vulnerability, as its rule says', (id) => {
  const expected = { totalCount: 1, vulnerabilities: [{ id, severity: 'critical', packageName: 'libfoo' }] }
  expect(readSarif(toReport(trivyRun(id)))).toMatchObject(expected)
  expect(readSarif(toReport(trivyRun(id, 'LanguageSpecificPackageVulnerability', 'x')))).toMatchObject(
    expected,
  )
})

/** As Grype writes it: a rule for each package, named by how it was matched. */
const grypeRun = (id: string, packageName: string, text: string, name = 'RpmMatcherExactDirectMatch') => ({
  tool: {
    driver: {
      name: 'Grype',
      version: '0.100.0',
      rules: [{ id: `${id}-${packageName}`, name, properties: { 'security-severity': '9.0' } }],
    },
  },
  results: [{ ruleId: `${id}-${packageName}`, level: 'error', message: { text } }],
})

test.each([
  ['ALAS2023-2023-377', 'curl-minimal'],
  ['ALAS-2021-1704', 'curl-minimal'],
  ['ELSA-2024-1234', 'curl-minimal'],
  ['RHSA-2024:1234', '7zip'],
  ['GHSA-aaaa-bbbb-cccc', 'left-pad'],
  ['CVE-2026-5000', 'Microsoft SQL Server'],
])('the identifier %s of Grype is without the package %s', (id, packageName) => {
  const now = `A critical vulnerability in rpm package: ${packageName}, version 8.0.1 was found in image app:1.0 at: /var/lib/rpm/rpmdb.sqlite`
  const before = `The path /lib/x reports ${packageName} at version 8.0.1  which is a vulnerable (rpm) package installed in the container`
  for (const text of [now, before]) {
    expect(readSarif(toReport(grypeRun(id, packageName, text)))?.vulnerabilities).toMatchObject([
      { id, packageName, packageVersion: '8.0.1' },
    ])
  }
})

test.each([
  ['ELSA-2024-1234', 'curl-minimal'],
  ['GO-2024-2687', 'x-net'],
])('where no message names the package, %s ends where such identifiers do', (id, packageName) => {
  const [found] = readSarif(toReport(grypeRun(id, packageName, 'Found.')))?.vulnerabilities ?? []
  expect(found).toMatchObject({ id, packageName: null })
})

test("a scanner's results that are all something else do not say that it found nothing", () => {
  expect(readSarif(toReport(trivyRun('aws-access-key-id', 'Secret', 'secret')))).toBeNull()
  const clair = { tool: { driver: { name: 'Clair' } }, results: [{ ruleId: 'X-1', message: { text: 'x' } }] }
  expect(readSarif(toReport(clair))).toBeNull()
  const both = readSarif(
    toReport(trivyRun('CVE-2026-1000'), trivyRun('aws-access-key-id', 'Secret', 'secret')),
  )
  expect(both).toMatchObject({ totalCount: 1 })
})

/** As Docker Scout writes it: one rule for a vulnerability, one result for each package, labels padded to columns. */
const scoutRun = (...found: [purl: string, fixed: string, severity?: string][]) => ({
  tool: {
    driver: {
      fullName: 'Docker Scout',
      name: 'docker scout',
      version: '1.18.4',
      rules: [
        {
          id: 'CVE-2023-44487',
          name: 'OsPackageVulnerability',
          helpUri: 'https://scout.docker.example/v/CVE-2023-44487',
          properties: {
            affected_version: '>=1.0',
            cvssV3_severity: 'HIGH',
            fixed_version: '1.52.0-1+deb12u1',
            purls: found.map(([purl]) => purl),
            'security-severity': '7.5',
            tags: ['HIGH'],
          },
        },
      ],
    },
  },
  results: found.map(([purl, fixed, severity = 'HIGH']) => ({
    ruleId: 'CVE-2023-44487',
    ruleIndex: 0,
    kind: 'informational',
    level: 'none',
    message: {
      text: `  Vulnerability   : CVE-2023-44487                              \n  Severity        : ${severity}                    \n  Package         : ${purl}  \n  Affected range  : >=1.0                       \n  Fixed version   : ${fixed}                     \n`,
    },
  })),
})

test('results of Docker Scout for one vulnerability are one finding for each package, with its own fix', () => {
  const nghttp2 = 'pkg:deb/debian/nghttp2@1.52.0-1?os_distro=bookworm&os_name=debian&os_version=12'
  const nginx = 'pkg:deb/debian/nginx@1.22.1-9?os_distro=bookworm&os_name=debian&os_version=12'
  const net = 'pkg:golang/golang.org/x/net@0.15.0'
  const run = scoutRun([nghttp2, '1.52.0-1+deb12u1'], [nginx, 'not fixed'], [net, '0.17.0'])
  const scan = readSarif(toReport(run))
  const common = { id: 'CVE-2023-44487', severity: 'high' }
  expect(scan).toMatchObject({
    totalCount: 3,
    vulnerabilities: [
      {
        ...common,
        packageName: 'nghttp2',
        packageVersion: '1.52.0-1',
        purl: nghttp2,
        fixedVersion: '1.52.0-1+deb12u1',
      },
      { ...common, packageName: 'nginx', packageVersion: '1.22.1-9', purl: nginx, fixedVersion: null },
      {
        ...common,
        packageName: 'golang.org/x/net',
        packageVersion: '0.15.0',
        purl: net,
        fixedVersion: '0.17.0',
      },
    ],
  })
})

test.each([
  ['of the version that was found', '8.0.1', 'pkg:rpm/amzn/curl-minimal@8.0.1'],
  ['of a version with its epoch', '1:8.0.2', 'pkg:rpm/amzn/curl-minimal@8.0.2?epoch=1'],
  ['of no other version', '9.0.0', null],
])('of the package URLs of a rule a result has that %s', (_, version, purl) => {
  const text = `A critical vulnerability in rpm package: curl-minimal, version ${version} was found in image app:1.0 at: /x`
  const run = grypeRun('ELSA-2024-1234', 'curl-minimal', text)
  Object.assign(run.tool.driver.rules[0]?.properties ?? {}, {
    purls: ['pkg:rpm/amzn/curl-minimal@8.0.1', 'pkg:rpm/amzn/curl-minimal@8.0.2?epoch=1'],
  })
  expect(readSarif(toReport(run))?.vulnerabilities[0]).toMatchObject({ purl, packageVersion: version })
})

test.each([
  ['UNKNOWN', '0.0', 'unknown'],
  ['UNKNOWN', '9.5', 'unknown'],
  ['NONE', '0.0', 'negligible'],
  ['LOW', '0.0', 'low'],
])('what Trivy says is %s, with a score of %s, is %s', (word, score, severity) => {
  const run = trivyRun('CVE-2026-1000')
  Object.assign(run.tool.driver.rules[0]?.properties ?? {}, { 'security-severity': score })
  const [found] = run.results
  const text = found?.message.text.replace('Severity: CRITICAL', `Severity: ${word}`)
  const report = toReport({ ...run, results: [{ ...found, message: { text } }] })
  expect(readSarif(report)?.vulnerabilities[0]).toMatchObject({ severity })
})

test('what Docker Scout does not rate is unknown', () => {
  const run = scoutRun(['pkg:deb/debian/apt@2.6.1', 'not fixed', 'UNSPECIFIED'])
  Object.assign(run.tool.driver.rules[0]?.properties ?? {}, { 'security-severity': '0.0' })
  expect(readSarif(toReport(run))?.vulnerabilities[0]).toMatchObject({ severity: 'unknown' })
})

test('Snyk says in the description of a rule how others call its vulnerability', () => {
  const id = 'SNYK-DEBIAN12-COREUTILS-5472271'
  const rule = {
    id,
    shortDescription: { text: 'Low severity - Improper Input Validation vulnerability in coreutils' },
    fullDescription: { text: '(CVE-2016-2781) coreutils@9.1-1' },
    properties: { tags: ['security', 'CWE-20', 'deb'] },
  }
  const run = {
    tool: { driver: { name: 'Snyk Container', rules: [rule] } },
    results: [
      {
        ruleId: id,
        level: 'note',
        message: {
          text: 'This file introduces a vulnerable coreutils package with a low severity vulnerability.',
        },
      },
    ],
  }
  expect(readSarif(toReport(run))?.vulnerabilities).toMatchObject([{ id, aliases: ['CVE-2016-2781'] }])
})

test('OSV-Scanner lists how others call a vulnerability among the identifiers of its rule', () => {
  const rule = {
    id: 'GHSA-4v7x-pqxf-cx7m',
    deprecatedIds: ['GHSA-4v7x-pqxf-cx7m', 'CVE-2023-45288', 'GO-2024-2687'],
  }
  const run = { tool: { driver: { name: 'osv-scanner', rules: [rule] } }, results: [{ ruleId: rule.id }] }
  expect(readSarif(toReport(run))?.vulnerabilities).toMatchObject([
    { id: rule.id, aliases: ['CVE-2023-45288', 'GO-2024-2687'] },
  ])
})
