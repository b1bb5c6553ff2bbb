/** A tag as it stands in a list: the digest in one that is made from a digest is cut, as digests are. */
export function toShownTag(tag: string): string {
  return tag.replace(/^(sha\d+-[0-9a-f]{4})[0-9a-f]{40,}([0-9a-f]{4})/, '$1…$2')
}
