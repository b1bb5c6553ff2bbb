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
  ['riscv64', 'RISC-V 64'],
  ['RISC-V 64', 'RISC-V 64'],
  ['risc-v 64', 'RISC-V 64'],
  ['s390x', 'IBM Z'],
  ['ibm-z', 'IBM Z'],
  ['ppc64le', 'PowerPC 64 LE'],
  ['PowerPC 64 LE', 'PowerPC 64 LE'],
  ['ppc64', 'PowerPC 64'],
  ['loong64', 'LoongArch 64'],
  ['LoongArch64', 'LoongArch 64'],
  ['wasm', 'WebAssembly'],
  ['constructor', null],
  ['', null],
])('the architecture %s', (label, expected) => {
  expect(toArchitecture(label)).toBe(expected)
})

test.each<[string, string | null]>([
  ...OPERATING_SYSTEMS.map((label): [string, string] => [label, label]),
  ['linux', 'Linux'],
  ['freebsd', 'FreeBSD'],
  ['darwin', 'macOS'],
  ['plan9', 'Plan 9'],
  ['wasip1', 'WASI'],
  ['BeOS', null],
])('the operating system %s', (label, expected) => {
  expect(toOperatingSystem(label)).toBe(expected)
})
