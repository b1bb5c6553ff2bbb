import { listOtherNames, toArchitecture, toOperatingSystem } from '#lib/oci/platform-labels.ts'

/** The words by which a repository is found for a platform: the label, and other names of a supported one. */
export function toPlatformWords(label: string): string[] {
  const supported = toOperatingSystem(label) ?? toArchitecture(label)
  return supported === null ? [label] : [label, ...listOtherNames(supported)]
}
