/** The words for an image that is not there, which its page has as its heading and as its title. */
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { VisitedImage } from './visit-image.ts'

/** An address can have thousands of characters. */
const maxShown = 160

export const missingPartTitle = 'This image has no such part'

/** @returns such as "Tag not found:", "1.0" and "tidewater/harbor"; `wanted` is null for what cannot be a tag or a digest */
export function toMissingImage(visited: Extract<VisitedImage, { kind: 'missing' | 'no-reference' }>): {
  missing: string
  wanted: string | null
  place: string
} {
  const repository = toShownText(`${visited.alias}/${visited.repositoryName}`, maxShown)
  if (visited.kind === 'no-reference') {
    return { missing: 'No such tag or digest', wanted: null, place: repository }
  }
  const { tag, digest, platform } = visited.links.reference
  const reference = tag ?? digest
  if (visited.what === 'platform') {
    const place = `${repository}${tag === null ? '@' : ':'}${reference}`
    return { missing: 'No platform', wanted: toShownText(platform ?? '', maxShown), place }
  }
  return { missing: tag === null ? 'No image' : 'Tag not found:', wanted: reference, place: repository }
}
