import { expect, test } from 'vitest'
import type { FileChange } from '#lib/layers/compare-trees.ts'
import type { PackageChange } from '#lib/packages/compare-packages.ts'
import type { JudgedVulnerability } from '#lib/vulnerabilities/set-aside.ts'
import { planRows } from './plan-rows.ts'

const none = { settings: [], packages: [], vulnerabilities: null, files: [], nameLength: 20 }

const packages = (count: number, name: string): PackageChange[] =>
  Array.from({ length: count }, () => ({ change: 'up', name, type: 'npm', before: ['1.0'], after: ['1.1'] }))

const files = (count: number, path: string): FileChange[] => {
  const side = { kind: 'file', layer: 1, sizeBytes: 1, mode: 0, uid: 0, gid: 0, target: null } as const
  return Array.from({ length: count }, () => ({
    change: 'changed',
    path,
    aspects: ['content'],
    before: side,
    after: side,
  }))
}

const finding: JudgedVulnerability = {
  id: 'CVE-2026-10000',
  aliases: [],
  severity: 'high',
  packageName: 'openssl',
  packageVersion: '3.0',
  purl: null,
  suppressed: null,
  fixedVersion: null,
  source: null,
  aside: null,
  remark: null,
}

test('a list that stands alone is shown as far as lists go', () => {
  expect(planRows({ ...none, packages: packages(1_000, 'openssl') }).packages).toBeGreaterThan(150)
  expect(planRows({ ...none, packages: packages(12, 'openssl') }).packages).toBe(12)
  expect(planRows(none)).toEqual({ settings: 0, packages: 0, vulnerabilities: 0, files: 0 })
})

test('a long list takes nothing from a short one', () => {
  const shown = planRows({
    ...none,
    packages: packages(20, 'openssl'),
    vulnerabilities: { fixed: Array(20).fill(finding), fresh: [], sameCount: 0 },
    files: files(200, 'usr/lib/'.repeat(40)),
  })
  expect(shown).toMatchObject({ packages: 20, vulnerabilities: 20 })
  expect(shown.files).toBeLessThan(60)
})

test('texts that are long in bytes, and characters that are escaped, take the room that they need', () => {
  for (const text of ['<'.repeat(4_000), '\u{20bb7}'.repeat(4_000), '&"'.repeat(4_000)]) {
    const { packages: ofPackages, files: ofFiles } = planRows({
      ...none,
      packages: packages(200, text),
      files: files(200, text),
    })
    expect(ofPackages).toBeLessThan(60)
    expect(ofFiles).toBeLessThan(60)
    expect(Math.min(ofPackages, ofFiles)).toBeGreaterThan(0)
  }
})
