/** Which image an address asks for: `?tag=NAME` or `?digest=sha256:…`, and `&platform=linux/arm64` for one of an index. */
import { type Digest, isDigest } from '#lib/oci/digest.ts'

export type ImageReference = { platform: string | null } & (
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

/** Reads the parameters of the route that `next.config.ts` rewrites to; see `image-rewrites.ts`. */
export function parseImageRoute(params: {
  reference: string
  alias: string
  repository: string[]
}): ImageAddress {
  const [reference = '', ...segments] = [params.reference, ...params.repository].map(decode)
  const at = segments.indexOf('~')
  const platform = at < 0 ? null : segments.slice(at + 1).join('/') || null
  return {
    alias: params.alias,
    repositoryName: (at < 0 ? segments : segments.slice(0, at)).join('/'),
    reference: toReference(reference, platform),
  }
}

function toReference(text: string, platform: string | null): ImageReference | null {
  if (isDigest(text)) return { tag: null, digest: text, platform }
  return tagPattern.test(text) ? { tag: text, digest: null, platform } : null
}

/** Next gives some parameters as they stand in the path. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
