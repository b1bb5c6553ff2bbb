import type { Metadata } from 'next'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { getTexts } from '../language/get-texts.ts'
import { toMissingMetadata } from '../site/to-missing-metadata.ts'
import { toMissingComparison } from './to-missing-comparison.ts'
import { toShortReference } from './to-short-reference.ts'
import type { VisitedComparison } from './visit-comparison.ts'

/** Of pairs there are too many for a search engine. */
export async function toComparisonMetadata(visited: VisitedComparison): Promise<Metadata> {
  const texts = await getTexts('compare')
  const { address, result } = visited
  const place = toShownText(`${address.alias}/${address.repositoryName}`, 160)
  if (result.kind === 'no-repository') {
    const site = await getTexts('site')
    return toMissingMetadata(place, (name) => site('missing.noRepository', { name }))
  }
  if (result.kind === 'missing' || result.kind === 'no-reference') {
    return toMissingMetadata(toMissingComparison(visited, texts), (title) => title)
  }
  const [before, after] = [address.from, address.to].map((one) => (one ? toShortReference(one) : ''))
  const title = texts('titleOfPage', { place, before: before ?? '', after: after ?? '' })
  return { title, robots: { index: false } }
}
