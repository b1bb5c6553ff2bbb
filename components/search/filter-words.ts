/** The values of filters in words. */
import {
  NO_LICENCE,
  type RepositoryKind,
  type UpdatedWithin,
  type Vouch,
} from '#lib/catalog/query/search-query.ts'
import { describeKind } from '#lib/oci/artifact-kind-words.ts'
import { ARTIFACT_KINDS } from '#lib/oci/artifact-kinds.ts'

const updatedWords: Record<UpdatedWithin, string> = {
  day: 'In the last 24 hours',
  week: 'In the last week',
  month: 'In the last month',
  year: 'In the last year',
}

const vouchWords: Record<Vouch, string> = {
  'signature-verified': 'Signature verified',
  signed: 'Signature attached',
  sbom: 'SBOM attached',
  source: 'Source stated',
  'no-signature': 'No signature',
  'no-sbom': 'No SBOM',
  'no-source': 'No source stated',
}

/** What a repository holds; the value itself where it is none of the known kinds. */
export function toKindWords(value: string): string {
  if (value === ('empty' satisfies RepositoryKind)) return 'Nothing pushed yet'
  const kind = ARTIFACT_KINDS.find((one) => one === value)
  return kind === undefined ? value : describeKind(kind)
}

/** What is known of an image; the value itself where it is none of the known ones. */
export function toVouchWords(value: string): string {
  return new Map<string, string>(Object.entries(vouchWords)).get(value) ?? value
}

/** A licence as a filter's value. */
export function toLicenceWords(value: string): string {
  return value === NO_LICENCE ? 'Licence not stated' : value
}

/** A span of time, to stand below the title "Updated"; the value itself where it is none of the known ones. */
export function toUpdatedWords(value: string): string {
  return new Map<string, string>(Object.entries(updatedWords)).get(value) ?? value
}
