/** What a search asks for, and the values that its filters can have. */
import type { ArtifactKind } from '#lib/oci/artifact-kind.ts'

export type SortOrder = 'relevance' | 'popularity' | 'updated' | 'name'

/** What a repository holds, by the tag that is offered first; `empty` has none. */
export type RepositoryKind = ArtifactKind | 'empty'

/**
 * What is known of the image that is offered first, besides who publishes it: what is attached to it and stated in it, or is not. That
 * it is there is no proof that it is right; only `signature-verified` says that this gallery has verified it.
 */
export const VOUCHES = [
  'signature-verified',
  'signed',
  'sbom',
  'source',
  'no-signature',
  'no-sbom',
  'no-source',
] as const
export type Vouch = (typeof VOUCHES)[number]

/** Of what each says that it is there, or that it is not. */
export const vouchParts: Readonly<
  Record<Vouch, { facet: 'proven' | 'signed' | 'sbom' | 'source'; isThere: boolean }>
> = {
  'signature-verified': { facet: 'proven', isThere: true },
  signed: { facet: 'signed', isThere: true },
  sbom: { facet: 'sbom', isThere: true },
  source: { facet: 'source', isThere: true },
  'no-signature': { facet: 'signed', isThere: false },
  'no-sbom': { facet: 'sbom', isThere: false },
  'no-source': { facet: 'source', isThere: false },
}

/** Stands among licences for what states none. */
export const NO_LICENCE = 'none'

/** How long ago a repository may have changed: each includes the shorter ones. */
export type UpdatedWithin = 'day' | 'week' | 'month' | 'year'

/** One search, as the URL states it. Values within one filter are alternatives; filters narrow each other. */
export interface SearchQuery {
  /**
   * What the visitor typed, trimmed, without the operators that stand in the fields below: words, `"phrases"`,
   * `-exclusions`, references and digests. Empty lists everything.
   */
  text: string
  verifiedOnly: boolean
  operatingSystems: string[]
  architectures: string[]
  /** Registry aliases. */
  publishers: string[]
  types: RepositoryKind[]
  /** SPDX expressions or parts of them, and `NO_LICENCE`. */
  licences: string[]
  /** Unlike other values, all of these have to hold. */
  vouched: Vouch[]
  /** Packages that the image lists, such as `openssl` or `openssl@<3.0.8`; all of these have to be there. */
  packages: string[]
  updatedWithin: UpdatedWithin | null
  sort: SortOrder
  /** From 1. */
  page: number
}
