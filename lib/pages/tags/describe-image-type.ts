/** What a registry's list of tags says that an image is, in the words of the API (OCI image specification 1.1, "Media Types"). */
import { readTexts } from '#lib/language/read-texts.ts'
import { toListedKind } from '#lib/oci/artifact-kind.ts'
import { isIndexMediaType } from '#lib/oci/media-types.ts'

/**
 * @param tag tells signatures apart that look like images
 * @example describeImageType('application/vnd.oci.image.index.v1+json', null) // 'Multi-platform image'
 */
export function describeImageType(
  mediaType: string | null,
  artifactMediaType: string | null,
  tag?: string,
): string {
  const kind = toListedKind(artifactMediaType, tag)
  return kind === 'image' && mediaType !== null && isIndexMediaType(mediaType)
    ? 'Multi-platform image'
    : readTexts('en', 'ui')(`kinds.${kind}`)
}
