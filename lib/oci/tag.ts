/** Names of tags (OCI distribution specification 1.1.1, "Pulling manifests"). */

export const tagPattern = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/

/** Whether a registry takes this text as a tag. */
export function isTag(text: string): boolean {
  return tagPattern.test(text)
}
