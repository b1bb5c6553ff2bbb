import { expect, test } from 'vitest'
import { compareScans } from './compare-scans.ts'
import type { JudgedVulnerability } from './set-aside.ts'

const find = (id: string, packageName: string, isAside = false): JudgedVulnerability => ({
  id,
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
