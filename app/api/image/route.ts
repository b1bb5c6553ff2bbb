/** `GET /api/image?url=…&signature=…`: an image that a publisher's text names, fetched by the gallery in the visitor's place. */
import type { NextRequest } from 'next/server'
import { isSigned } from '#lib/remote-images/sign-address.ts'
import { getRemoteImages } from '#lib/runtime/remote-images-instance.ts'

export async function GET(request: NextRequest): Promise<Response> {
  const { searchParams } = request.nextUrl
  const url = searchParams.get('url') ?? ''
  const remote = getRemoteImages()
  if (remote === null || !isSigned(url, searchParams.get('signature') ?? '', remote.secret)) {
    return new Response(null, { status: 404, headers: { 'cache-control': 'no-store' } })
  }
  const image = await remote.images.get(url)
  if (image === null)
    return new Response(null, { status: 404, headers: { 'cache-control': 'public, max-age=30' } })
  return new Response(new Uint8Array(image.bytes), {
    headers: {
      'content-type': image.contentType,
      'cache-control': 'public, max-age=86400',
      // Opened by itself, a drawing runs nothing and loads nothing.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
      'x-content-type-options': 'nosniff',
    },
  })
}
