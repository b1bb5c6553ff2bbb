/** `GET /.well-known/security.txt` (RFC 9116): the contact is that of the people who run this gallery. */
import { connection } from 'next/server'
import { readConfig } from '#lib/config/config.ts'
import { toSecurityText } from '#lib/public-api/to-security-text.ts'

export async function GET(): Promise<Response> {
  await connection()
  const { galleryUrl, galleryContact } = readConfig()
  return new Response(toSecurityText(galleryUrl, galleryContact, new Date()), {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  })
}
