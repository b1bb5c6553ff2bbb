/**
 * The operating systems and architectures that are known under a name of their own: those that the ECR Public user guide
 * lists under "Repository catalog data", and what else images are built for. A publisher may store any other label, and an
 * image may name any other platform; such a label is shown, counted and filtered by as it is.
 */

export const ARCHITECTURES = ['ARM', 'ARM 64', 'x86', 'x86-64'] as const
export const OPERATING_SYSTEMS = ['Linux', 'Windows'] as const

export type Architecture = (typeof ARCHITECTURES)[number]
export type OperatingSystem = (typeof OPERATING_SYSTEMS)[number]

/** Other names under which people and manifests (`GOARCH`) mean the same, such as Docker's `amd64`. */
const architectureNames: Record<Architecture, readonly string[]> & Record<string, readonly string[]> = {
  ARM: ['arm32', 'armv5', 'armv6', 'armv7', 'armhf', 'armel'],
  'ARM 64': ['arm64', 'aarch64', 'armv8'],
  x86: ['i386', '386', 'i686', 'ia32'],
  'x86-64': ['amd64', 'x64'],
  'RISC-V 64': ['riscv64', 'riscv', 'rv64'],
  'RISC-V 32': ['riscv32', 'rv32'],
  'IBM Z': ['s390x', 'zarch'],
  'PowerPC 64 LE': ['ppc64le', 'ppc64el', 'powerpc64le', 'power64le'],
  'PowerPC 64': ['ppc64', 'powerpc64'],
  PowerPC: ['ppc'],
  'LoongArch 64': ['loong64', 'loongarch64', 'loongarch'],
  'MIPS 64 LE': ['mips64le', 'mips64el'],
  'MIPS 64': ['mips64'],
  'MIPS LE': ['mipsle', 'mipsel'],
  MIPS: ['mips32'],
  'SPARC 64': ['sparc64', 'sparcv9'],
  WebAssembly: ['wasm', 'wasm32', 'wasm64'],
}

const systemNames: Record<OperatingSystem, readonly string[]> & Record<string, readonly string[]> = {
  Linux: ['gnu/linux'],
  Windows: ['win32', 'windows server'],
  FreeBSD: [],
  OpenBSD: [],
  NetBSD: [],
  'DragonFly BSD': ['dragonfly'],
  macOS: ['darwin', 'mac', 'os x', 'mac os x'],
  iOS: [],
  Android: [],
  Solaris: ['sunos'],
  illumos: ['omnios', 'smartos'],
  AIX: [],
  'z/OS': [],
  'Plan 9': [],
  WASI: ['wasip1', 'wasip2', 'wasi preview 1'],
}

const architectures = toLabels(architectureNames)
const systems = toLabels(systemNames)

/**
 * The known architecture that a label means, however it is spelt; null for any other label.
 * @example toArchitecture('arm-64') // 'ARM 64'
 */
export function toArchitecture(label: string): string | null {
  return architectures.get(foldLabel(label)) ?? null
}

/** The known operating system that a label means, however it is spelt; null for any other label. */
export function toOperatingSystem(label: string): string | null {
  return systems.get(foldLabel(label)) ?? null
}

/** Further words by which a repository with this label can be found. */
export function listOtherNames(label: string): readonly string[] {
  return own(architectureNames, label) ?? own(systemNames, label) ?? []
}

/** What all spellings of a label have in common. @example foldLabel('RISC-V 64') // 'riscv64' */
export function foldLabel(label: string): string {
  return label.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

function own(names: Record<string, readonly string[]>, label: string): readonly string[] | undefined {
  return Object.hasOwn(names, label) ? names[label] : undefined
}

function toLabels(names: Record<string, readonly string[]>): ReadonlyMap<string, string> {
  const entries = Object.entries(names).flatMap(([label, others]) =>
    [label, ...others].map((name): [string, string] => [foldLabel(name), label]),
  )
  return new Map(entries)
}
