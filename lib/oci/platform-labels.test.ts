import { expect, test } from 'vitest'
import { ARCHITECTURES, OPERATING_SYSTEMS, toArchitecture, toOperatingSystem } from './platform-labels.ts'

test.each<[string, string | null]>([
  ...ARCHITECTURES.map((label): [string, string] => [label, label]),
  ['arm64', 'ARM 64'],
  ['ARM-64', 'ARM 64'],
  ['aarch64', 'ARM 64'],
  ['amd64', 'x86-64'],
  ['x86_64', 'x86-64'],
  ['X86', 'x86'],
  ['riscv64', null],
  ['', null],
])('the architecture %s', (label, expected) => {
  expect(toArchitecture(label)).toBe(expected)
})

test.each<[string, string | null]>([
  ...OPERATING_SYSTEMS.map((label): [string, string] => [label, label]),
  ['linux', 'Linux'],
  ['BeOS', null],
])('the operating system %s', (label, expected) => {
  expect(toOperatingSystem(label)).toBe(expected)
})
