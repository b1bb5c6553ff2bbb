/** What a report lists twice counts once, as the worse of the two. */
import { expect, test } from 'vitest'
import { makeScan, type Severity, toAliases, toSeverity } from './scan.ts'

const about = { format: 'x', scanner: null, scannedAt: null }
const one = (severity: Severity, suppressed: string | null = null) => ({
  id: 'CVE-2026-1',
  severity,
  packageName: 'a',
  packageVersion: '1',
  purl: null,
  fixedVersion: null,
  source: null,
  suppressed,
})

test.each([
  ['low', 'critical', 'critical'],
  ['unknown', 'low', 'low'],
  ['high', 'medium', 'high'],
] as const)('%s and %s are %s', (first, second, wanted) => {
  for (const stated of [
    [one(first), one(second)],
    [one(second), one(first)],
  ]) {
    expect(makeScan(about, stated)).toMatchObject({ totalCount: 1, vulnerabilities: [{ severity: wanted }] })
  }
})

test('what is open once is open, as bad as it is there', () => {
  for (const stated of [
    [one('critical', 'Accepted'), one('low')],
    [one('low'), one('critical', 'Accepted')],
  ]) {
    expect(makeScan(about, stated).vulnerabilities).toMatchObject([{ severity: 'low', suppressed: null }])
  }
})

test.each([-1, '-7.5', 'NaN', Number.NaN, 11, '', null, undefined, {}, '9,8'])(
  '%j is no severity',
  (value) => {
    expect(toSeverity(value)).toBe('unknown')
  },
)

test('packages of one name and version that are not the same package are two findings', () => {
  const of = (purl: string) => ({ ...one('low'), purl })
  expect(makeScan(about, [of('pkg:npm/a@1'), of('pkg:pypi/a@1'), of('pkg:npm/a@1')])).toMatchObject({
    totalCount: 2,
    vulnerabilities: [{ purl: 'pkg:npm/a@1' }, { purl: 'pkg:pypi/a@1' }],
  })
})

test.each([
  ['GHSA-4v7x-pqxf-cx7m', ['CVE-2023-45288'], ['CVE-2023-45288']],
  ['CVE-2026-1', ['cve-2026-1', null], []],
  ['CVE-2026-1', ['DSA-5532-1', 'GHSA-aaaa-bbbb-cccc'], ['DSA-5532-1', 'GHSA-aaaa-bbbb-cccc']],
  ['RHSA-2024:1', ['CVE-2024-1'], ['CVE-2024-1']],
  ['GO-2024-2687', ['a', 'b', 'c', 'd', 'CVE-2023-45288'], ['CVE-2023-45288', 'a', 'b']],
])('%s is also called %j, as far as that is kept', (id, names, aliases) => {
  expect(toAliases(id, names)).toEqual(aliases)
})

test('an advisory about several vulnerabilities is none of them', () => {
  expect(toAliases('ALAS2023-2023-377', ['CVE-2023-1', 'GHSA-aaaa-bbbb-cccc', 'CVE-2023-2'])).toEqual([])
  expect(toAliases('CVE-2023-1', ['CVE-2023-2'])).toEqual([])
})
