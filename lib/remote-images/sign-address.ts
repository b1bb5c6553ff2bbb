/**
 * The address at which this gallery shows an image of another host. Each is signed, so that only what stands in a publisher's text is
 * fetched, and nobody can use the gallery to call whom they like.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** The path, from the root of the gallery, for an image at `url`. */
export function toSignedAddress(url: string, secret: string): string {
  return `/api/image?${new URLSearchParams({ url, signature: sign(url, secret) })}`
}

/** True when the signature was made here, for this very address. */
export function isSigned(url: string, signature: string, secret: string): boolean {
  const [expected, given] = [Buffer.from(sign(url, secret)), Buffer.from(signature)]
  return expected.length === given.length && timingSafeEqual(expected, given)
}

function sign(url: string, secret: string): string {
  return createHmac('sha256', secret).update(`remote image\n${url}`).digest('base64url')
}
