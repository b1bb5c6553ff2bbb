/**
 * Which image an address asks for: `?tag=NAME` or `?digest=sha256:…`, `&platform=linux/arm64` for one of an index, and `&part=labels`
 * for a part of its page.
 */
import { type Digest, isDigest } from '#lib/oci/digest.ts'
import { type ImagePart, parseImagePart } from './image-part.ts'
import { decodeSegment } from './read-route-names.ts'

export type ImageReference = { platform: string | null; part: ImagePart | null } & (
  | { tag: string; digest: null }
  | { tag: null; digest: Digest }
)

export interface ImageAddress {
  alias: string
  repositoryName: string
  /** Null for what no image can have as its tag or digest. */
  reference: ImageReference | null
}

/** OCI distribution specification 1.1.1, "Pulling manifests". */
const tagPattern = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/

/** Reads the parameters of the route that `next.config.mjs` rewrites to; see `image-rewrites.ts`. */
export function parseImageRoute(params: {
  reference: string
  alias: string
  repository: string[]
}): ImageAddress {
  const [reference = '', ...segments] = [params.reference, ...params.repository].map(decodeSegment)
  const [repository, platform, part] = splitAt(segments, '~')
  return {
    alias: decodeSegment(params.alias),
    repositoryName: repository ?? '',
    reference: toReference(reference, platform || null, part === undefined ? null : parseImagePart(part)),
  }
}

/** The paths between the segments that are `mark`. */
function splitAt(segments: readonly string[], mark: string): string[] {
  const paths: string[][] = [[]]
  for (const segment of segments) {
    if (segment === mark) paths.push([])
    else paths.at(-1)?.push(segment)
  }
  return paths.map((path) => path.join('/'))
}

/** Null for what no image can have as its tag or digest. */
export function toImageReference(text: string, platform: string | null): ImageReference | null {
  return toReference(text, platform, null)
}

function toReference(text: string, platform: string | null, part: ImagePart | null): ImageReference | null {
  if (isDigest(text)) return { tag: null, digest: text, platform, part }
  return tagPattern.test(text) ? { tag: text, digest: null, platform, part } : null
}
