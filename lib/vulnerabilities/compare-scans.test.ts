import { expect, test } from 'vitest'
import { compareScans, pairScans } from './compare-scans.ts'
import type { JudgedVulnerability } from './set-aside.ts'

const find = (id: string, packageName: string, isAside = false): JudgedVulnerability => ({
  id,
  aliases: [],
  packageName,
  severity: 'high',
  packageVersion: '1',
  purl: null,
  fixedVersion: null,
  source: null,
  suppressed: null,
  remark: null,
  aside: isAside
    ? { status: 'not_affected', justification: 'x', impact: null, author: null, statedAt: null }
    : null,
})

test('what is open in one alone is fixed or new; what is set aside counts as gone', () => {
  const before = [find('CVE-1', 'a'), find('CVE-2', 'a'), find('CVE-3', 'a'), find('CVE-4', 'a', true)]
  const after = [find('cve-1', 'a'), find('CVE-2', 'a', true), find('CVE-1', 'b'), find('CVE-4', 'a')]
  const { fixed, fresh, sameCount } = compareScans(before, after)
  expect(fixed.map(({ id }) => id)).toEqual(['CVE-2', 'CVE-3'])
  expect(fresh.map(({ id, packageName }) => `${id} ${packageName}`)).toEqual(['CVE-1 b', 'CVE-4 a'])
  expect(sameCount).toBe(1)
})

test.each([
  [
    'the newest of both',
    ['Trivy 0.58.1', 'Grype 0.86.1'],
    ['trivy 0.60', 'Grype 1'],
    ['Trivy 0.58.1', 'trivy 0.60'],
  ],
  ['the newest that both have', ['Grype 0.86.1', 'Trivy'], ['Trivy 1', 'Clair'], ['Trivy', 'Trivy 1']],
  [
    'of several the newest of the second',
    ['Trivy', 'Grype'],
    ['Clair', 'Grype', 'Trivy'],
    ['Grype', 'Grype'],
  ],
  ['no scanner of both: they call the same otherwise', ['Grype'], ['Trivy'], null],
  ['nobody knows whose', [null], ['Trivy'], null],
  ['no scan', [], ['Trivy'], null],
])('%s', (_, before, after, expected) => {
  const toScans = (names: (string | null)[]) => names.map((scanner) => ({ scanner }))
  const pair = pairScans(toScans(before), toScans(after))
  expect(pair && [pair.before.scanner, pair.after.scanner]).toEqual(expected)
})
