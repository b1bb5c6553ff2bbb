/**
 * What a registry says of its publisher, as pages can show it: each in one line, and a website only where a link may lead to it. What
 * an endpoint gives is a stranger's text, whatever the registry behind it checks.
 */
import { toLinkTarget } from '#lib/oci/untrusted-text.ts'
import { toDisplayName } from './to-display-name.ts'

export interface PublisherProfile {
  /** Null where none is set, here and below. */
  displayName: string | null
  description: string | null
  /** An https address. */
  website: string | null
}

const maxDescriptionLength = 500
const maxWebsiteLength = 200

/** Never throws; what cannot be shown is null. */
export function toPublisherProfile(given: {
  displayName?: string | null | undefined
  description?: string | null | undefined
  website?: string | null | undefined
}): PublisherProfile {
  const website = toLinkTarget(given.website ?? '')
  const isShown = website?.startsWith('https://') === true && website.length <= maxWebsiteLength
  return {
    displayName: toDisplayName(given.displayName ?? ''),
    // A description has to be fit for a line of text as a name has.
    description: toDisplayName((given.description ?? '').slice(0, maxDescriptionLength).toWellFormed()),
    website: isShown ? website : null,
  }
}
