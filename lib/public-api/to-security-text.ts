/** `/.well-known/security.txt`: where a weakness of this gallery is reported (RFC 9116). */

/** Less than a year, as RFC 9116 §2.5.5 advises. */
const validDays = 90
const dayMs = 86_400_000

/**
 * The text. It ends some months after it was asked for, so that it never has to be renewed by hand, and a copy that is kept
 * elsewhere does not stand forever.
 * @param contact web or e-mail address of the people who run the gallery; without one, its page that says whom to ask
 */
export function toSecurityText(galleryUrl: string, contact: string | null, now: Date): string {
  const expires = new Date(Math.ceil(now.getTime() / dayMs + validDays) * dayMs)
  return [
    `Contact: ${contact === null ? `${galleryUrl}/docs#ask` : toUri(contact)}`,
    `Expires: ${expires.toISOString()}`,
    'Preferred-Languages: en',
    `Canonical: ${galleryUrl}/.well-known/security.txt`,
    '',
  ].join('\n')
}

function toUri(contact: string): string {
  return contact.includes('://') ? contact : `mailto:${contact}`
}
