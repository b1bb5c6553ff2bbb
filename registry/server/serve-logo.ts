/**
 * Logos: `GET /logo/<sha256>.png`. The name is the hash of the bytes, so an answer never changes. What is
 * served was decoded and encoded again when it was uploaded, and no browser may take it for anything but a PNG.
 */
import type { Service } from '#registry/service.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'

export async function serveLogo(service: Service, sha256: string): Promise<HttpAnswer> {
  const png = await service.store.logos.get(sha256)
  if (png === null) return toJsonAnswer(404, { message: 'There is no such logo.' })
  return {
    status: 200,
    headers: {
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      etag: `"${sha256}"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
    },
    body: png,
  }
}
