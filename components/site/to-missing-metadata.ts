import type { Metadata } from 'next'
import { toShownText } from '#lib/oci/untrusted-text.ts'

/** An address can have thousands of characters. */
const maxShown = 160

/**
 * The metadata of a page that is a 404: its title begins as its heading does, and says what is missing, never the name alone, which
 * is the title of what is there.
 * @param toTitle makes it of what was wanted, as that may be shown
 * @example toMissingMetadata('tidewater/nope', (name) => texts('missing.noRepository', { name }))
 */
export function toMissingMetadata(wanted: string, toTitle: (wanted: string) => string): Metadata {
  return { title: toTitle(toShownText(wanted, maxShown)), robots: { index: false } }
}
