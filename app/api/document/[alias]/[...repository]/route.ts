/**
 * `GET /api/document/ALIAS/REPO…?attachment=sha256:…&digest=sha256:…`: a document that is attached to an image, as it was pushed. It is a
 * stranger's, so that a browser saves it and shows nothing of it; next.config.mjs adds the policy.
 */
import { Readable } from 'node:stream'
import type { NextRequest } from 'next/server'
import { openAttachedDocument } from '#lib/pages/image/open-attached-document.ts'
import { getLog } from '#lib/runtime/log.ts'

const headers = { 'cache-control': 'no-store' }
const timeoutMs = 60_000

export async function GET(
  request: NextRequest,
  { params }: RouteContext<'/api/document/[alias]/[...repository]'>,
): Promise<Response> {
  const { alias, repository } = await params
  const { searchParams } = request.nextUrl
  try {
    const opened = await openAttachedDocument(alias, repository.join('/'), {
      attachment: searchParams.get('attachment') ?? '',
      digest: searchParams.get('digest') ?? '',
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]),
    })
    if (opened === null) {
      return Response.json({ message: 'There is no such document.' }, { status: 404, headers })
    }
    const body = Readable.toWeb(Readable.from(opened.content, { objectMode: false }))
    return new Response(body as ReadableStream<Uint8Array>, {
      headers: {
        'content-type': 'application/json',
        'content-disposition': `attachment; filename="${opened.fileName}"`,
        'x-content-type-options': 'nosniff',
        'x-robots-tag': 'noindex',
        // Its address names its digest.
        'cache-control': 'public, max-age=3600',
      },
    })
  } catch (error) {
    getLog().warn({ err: error }, 'A document that is attached to an image could not be read.')
    return Response.json({ message: 'The registry cannot be read right now.' }, { status: 502, headers })
  }
}
