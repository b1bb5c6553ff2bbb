/**
 * Two images beside each other: `?compare=2.1.1&with=2.2.1`, each a tag or a digest, `&platform=` for one platform of both. By digests the
 * address is permanent. Pure.
 */
import type { ImageReference } from './image-reference.ts'
import { toImageReference } from './image-reference.ts'
import { decodeSegment } from './read-route-names.ts'

export interface ComparisonAddress {
  alias: string
  repositoryName: string
  /** Null for what no image can have as its tag or digest. */
  from: ImageReference | null
  to: ImageReference | null
  platform: string | null
}

/** Reads the parameters of the route that `next.config.mjs` rewrites to; see `image-rewrites.ts`. */
export function parseComparisonRoute(params: {
  from: string
  to: string
  alias: string
  repository: string[]
}): ComparisonAddress {
  const path = params.repository.map(decodeSegment).join('/')
  const [repositoryName = '', platform = ''] = path.split('/~/')
  return {
    alias: decodeSegment(params.alias),
    repositoryName,
    from: toImageReference(decodeSegment(params.from), platform || null),
    to: toImageReference(decodeSegment(params.to), platform || null),
    platform: platform || null,
  }
}
