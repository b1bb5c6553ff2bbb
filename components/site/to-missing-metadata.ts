import type { Metadata } from 'next'
import { toShownText } from '#lib/oci/untrusted-text.ts'

/** An address can have thousands of characters. */
const maxShown = 160

/**
 * The metadata of a page that is a 404: its title begins as its heading does, and says what is missing, never the name alone, which
 * is the title of what is there.
 * @example toMissingMetadata('No repository', 'tidewater/nope')
 */
export function toMissingMetadata(missing: string, wanted = ''): Metadata {
  const title = wanted === '' ? missing : `${missing} ${toShownText(wanted, maxShown)}`
  return { title, robots: { index: false } }
}
