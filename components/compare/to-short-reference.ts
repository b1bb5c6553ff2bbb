import type { ImageReference } from '#lib/addresses/image-reference.ts'

/** The tag, or the beginning of the digest. */
export function toShortReference({ tag, digest }: ImageReference): string {
  return tag ?? `${digest.slice(0, digest.indexOf(':') + 13)}…`
}
