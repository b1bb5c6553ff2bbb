import { expect, test } from 'vitest'
import { joinPlatforms, listLabelsBeyond, toPlatformLabels } from './join-platforms.ts'

const declared = { operatingSystems: ['Linux'], architectures: ['x86-64', 'RISC-V 64'] }

test('labels are those that visitors know, each once', () => {
  expect(
    toPlatformLabels([
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'arm64' },
      { os: 'linux', architecture: 'arm' },
      { os: 'linux', architecture: '386' },
      { os: 'windows', architecture: 'amd64' },
      { os: 'plan9', architecture: 's390x' },
      { os: 'freebsd', architecture: 'quantum' },
    ]),
  ).toEqual({
    operatingSystems: ['Linux', 'Windows', 'Plan 9', 'FreeBSD'],
    architectures: ['x86-64', 'ARM 64', 'ARM', 'x86', 'IBM Z', 'quantum'],
  })
})

test('attestations, and what no label can be, are left out', () => {
  expect(
    toPlatformLabels([
      { os: 'unknown', architecture: 'unknown' },
      { os: '', architecture: ' ' },
      { os: 'x'.repeat(51), architecture: 'y'.repeat(5_000) },
    ]),
  ).toEqual({ operatingSystems: [], architectures: [] })
})

test('of a manifest that names a thousand, as many are kept as a publisher could declare', () => {
  const many = Array.from({ length: 1_000 }, (_, n) => ({ os: `os${n}`, architecture: `chip${n}` }))
  const { operatingSystems, architectures } = toPlatformLabels(many)
  expect([operatingSystems.length, architectures.length]).toEqual([50, 50])
})

test('what is declared comes first, in its own spelling', () => {
  const image = { operatingSystems: ['Linux'], architectures: ['riscv64', 'ARM 64', 'x86-64'] }
  expect(joinPlatforms(declared, image)).toEqual({
    operatingSystems: ['Linux'],
    architectures: ['x86-64', 'RISC-V 64', 'ARM 64'],
  })
  expect(joinPlatforms(declared, null)).toBe(declared)
})

test('two spellings of a label are no difference', () => {
  expect(listLabelsBeyond(['riscv64', 's390x'], ['RISC-V 64'])).toEqual(['s390x'])
})
