import { listOtherNames, toArchitecture, toOperatingSystem } from '#lib/oci/platform-labels.ts'

/** The words by which a repository is found for its platforms: every label, and other names of the supported ones. */
export function toPlatformWords(labels: readonly string[]): string {
  return labels
    .flatMap((label) => {
      const supported = toOperatingSystem(label) ?? toArchitecture(label)
      return supported === null ? [label] : [label, ...listOtherNames(supported)]
    })
    .join(' ')
}
