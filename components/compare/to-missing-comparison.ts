import { toShownText } from '#lib/oci/untrusted-text.ts'
import { toShortReference } from './to-short-reference.ts'
import type { VisitedComparison } from './visit-comparison.ts'

/** The words for a comparison that cannot be shown, which its page has as its heading and as its title. */
export function toMissingComparison({ address, result }: VisitedComparison): string {
  const place = toShownText(`${address.alias}/${address.repositoryName}`, 160)
  if (result.kind !== 'missing') return 'A comparison needs two tags or digests'
  const named = `${toShortReference(result.reference)} in ${place}`
  if (result.what === 'image') return `No image ${named}`
  if (result.what === 'content') return `Nothing to compare in ${named}`
  return `No platform ${toShownText(result.reference.platform ?? '', 160)} of ${named}`
}
