import { listOtherNames, toArchitecture, toOperatingSystem } from '#lib/oci/platform-labels.ts'

/** The words by which a repository is found for a platform: the label, and other names of a known one. */
export function toPlatformWords(label: string): string[] {
  const known = toOperatingSystem(label) ?? toArchitecture(label)
  return known === null ? [label] : [label, ...listOtherNames(known)]
}
