/** What an image that is not there is said with, which its page has as its heading and as its title. */
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { VisitedImage } from './visit-image.ts'

/** An address can have thousands of characters. */
const maxShown = 160

/** @returns the key of the message, and such as "1.0" and "tidewater/harbor"; `wanted` is empty for what cannot be a tag or a digest */
export function toMissingImage(visited: Extract<VisitedImage, { kind: 'missing' | 'no-reference' }>): {
  key: 'missing.reference' | 'missing.platform' | 'missing.image' | 'missing.tag'
  wanted: string
  place: string
} {
  const repository = toShownText(`${visited.alias}/${visited.repositoryName}`, maxShown)
  if (visited.kind === 'no-reference') return { key: 'missing.reference', wanted: '', place: repository }
  const { tag, digest, platform } = visited.links.reference
  const reference = tag ?? digest
  if (visited.what === 'platform') {
    const place = `${repository}${tag === null ? '@' : ':'}${reference}`
    return { key: 'missing.platform', wanted: toShownText(platform ?? '', maxShown), place }
  }
  return { key: tag === null ? 'missing.image' : 'missing.tag', wanted: reference, place: repository }
}
