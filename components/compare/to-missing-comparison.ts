import type { Texts } from '#lib/language/texts.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { toShortReference } from './to-short-reference.ts'
import type { VisitedComparison } from './visit-comparison.ts'

/** The words for a comparison that cannot be shown, which its page has as its heading and as its title. */
export function toMissingComparison({ address, result }: VisitedComparison, texts: Texts<'compare'>): string {
  const place = toShownText(`${address.alias}/${address.repositoryName}`, 160)
  if (result.kind !== 'missing') return texts('missing.reference')
  const reference = toShortReference(result.reference)
  if (result.what !== 'platform') return texts(`missing.${result.what}`, { reference, place })
  const platform = toShownText(result.reference.platform ?? '', 160)
  return texts('missing.platform', { platform, reference, place })
}
