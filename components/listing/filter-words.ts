/** The values of filters in words. */
import {
  NO_LICENCE,
  type RepositoryKind,
  type UpdatedWithin,
  VOUCHES,
} from '#lib/catalog/query/search-query.ts'
import type { Texts } from '#lib/language/texts.ts'
import { ARTIFACT_KINDS } from '#lib/oci/artifact-kinds.ts'

const kinds: readonly RepositoryKind[] = [...ARTIFACT_KINDS, 'empty']
const spans: readonly UpdatedWithin[] = ['day', 'week', 'month', 'year']

/** What a repository holds; the value itself where it is none of the known kinds. */
export function toKindWords(value: string, texts: Texts<'search'>): string {
  const kind = kinds.find((one) => one === value)
  return kind === undefined ? value : texts(`kinds.${kind}`)
}

/** What is known of an image; the value itself where it is none of the known ones. */
export function toVouchWords(value: string, texts: Texts<'search'>): string {
  const vouch = VOUCHES.find((one) => one === value)
  return vouch === undefined ? value : texts(`vouched.${vouch}`)
}

/** A licence as a filter's value. */
export function toLicenceWords(value: string, texts: Texts<'search'>): string {
  return value === NO_LICENCE ? texts('chosen.noLicence') : value
}

/** A span of time, to stand below the title "Updated"; the value itself where it is none of the known ones. */
export function toUpdatedWords(value: string, texts: Texts<'search'>): string {
  const span = spans.find((one) => one === value)
  return span === undefined ? value : texts(`within.${span}`)
}
