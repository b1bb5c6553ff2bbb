/** Resource tags of a repository by which its publisher tells galleries something; all others are the publisher's own business. Pure. */

const prefix = 'public-gallery:'

/** True for a key whose value pages show the effect of. */
export function isShownResourceTag(key: string): boolean {
  return key.startsWith(prefix)
}
