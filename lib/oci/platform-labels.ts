/**
 * The operating systems and architectures that the gallery knows as badges and search filters, as the ECR
 * Public user guide lists them under "Repository catalog data". A publisher may store any other label; it is
 * shown as plain text and cannot be filtered by.
 */

export const ARCHITECTURES = ['ARM', 'ARM 64', 'x86', 'x86-64'] as const
export const OPERATING_SYSTEMS = ['Linux', 'Windows'] as const

export type Architecture = (typeof ARCHITECTURES)[number]
export type OperatingSystem = (typeof OPERATING_SYSTEMS)[number]

/** Other names under which people look for the same thing, such as Docker's `amd64`. */
const otherNames: Record<Architecture | OperatingSystem, readonly string[]> = {
  ARM: ['arm32', 'armv6', 'armv7'],
  'ARM 64': ['arm64', 'aarch64'],
  x86: ['i386', '386'],
  'x86-64': ['amd64', 'x64'],
  Linux: [],
  Windows: [],
}

/**
 * The supported architecture that a label means, however it is spelt; null for any other label.
 * @example toArchitecture('arm-64') // 'ARM 64'
 */
export function toArchitecture(label: string): Architecture | null {
  return findLabel(ARCHITECTURES, label)
}

/** The supported operating system that a label means, however it is spelt; null for any other label. */
export function toOperatingSystem(label: string): OperatingSystem | null {
  return findLabel(OPERATING_SYSTEMS, label)
}

/** Further words by which a repository with this label can be found. */
export function listOtherNames(label: Architecture | OperatingSystem): readonly string[] {
  return otherNames[label]
}

function findLabel<Label extends Architecture | OperatingSystem>(
  labels: readonly Label[],
  text: string,
): Label | null {
  const wanted = fold(text)
  return labels.find((label) => [label, ...otherNames[label]].some((name) => fold(name) === wanted)) ?? null
}

function fold(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
}
