/** Supported platform labels as bits of one number, so that filters and counts need no second table. */
import {
  ARCHITECTURES,
  OPERATING_SYSTEMS,
  toArchitecture,
  toOperatingSystem,
} from '#lib/oci/platform-labels.ts'

const bits = new Map<string, number>(
  [...OPERATING_SYSTEMS, ...ARCHITECTURES].map((label, position) => [label, 1 << position]),
)

/** The bit of a supported label; 0 for any other. */
function toPlatformBit(label: string): number {
  return bits.get(label) ?? 0
}

/** All bits of the labels together. */
export function toPlatformMask(labels: readonly string[]): number {
  return labels.reduce((mask, label) => mask | toPlatformBit(label), 0)
}

/** Each label once, supported ones in the form in which they are filtered by. */
export function toOperatingSystemLabels(labels: readonly string[]): string[] {
  return [...new Set(labels.map((label) => toOperatingSystem(label) ?? label))]
}

/** Each label once, supported ones in the form in which they are filtered by. */
export function toArchitectureLabels(labels: readonly string[]): string[] {
  return [...new Set(labels.map((label) => toArchitecture(label) ?? label))]
}

/** The bits of all supported labels, operating systems first. */
export const platformBits: readonly number[] = [...bits.values()]
