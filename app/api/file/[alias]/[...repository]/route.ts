/**
 * `GET /api/file/ALIAS/REPO…?image=sha256:…&layer=1&path=etc/os-release`: one file of a layer, as it comes out of it. It is a stranger's, so
 * that a browser saves it and shows nothing of it; next.config.mjs adds the policy, and the front door says how often one client may ask.
 */
import { Readable } from 'node:stream'
import type { NextRequest } from 'next/server'
import { findFileOfLayer, type LayerFile } from '#lib/pages/image/open-layer-file.ts'
import { toFileDisposition } from '#lib/public-api/to-file-disposition.ts'
import { LENGTH_HEADER } from '#lib/runtime/front-door/state-length.ts'
import { getLog } from '#lib/runtime/log.ts'
import { PoolBusyError } from '#lib/workers/worker-pool.ts'

type Context = RouteContext<'/api/file/[alias]/[...repository]'>

export function GET(request: NextRequest, context: Context): Promise<Response> {
  return answer(request, context, async (file) => {
    const content = await file.open()
    return new Response(
      Readable.toWeb(Readable.from(content, { objectMode: false })) as ReadableStream<Uint8Array>,
      { headers: toHeaders(file) },
    )
  })
}

/** What a download would be, without reading the layer. */
export function HEAD(request: NextRequest, context: Context): Promise<Response> {
  return answer(request, context, async (file) => new Response(null, { headers: toHeaders(file) }))
}

async function answer(
  { nextUrl: { searchParams } }: NextRequest,
  { params }: Context,
  give: (file: LayerFile) => Promise<Response>,
): Promise<Response> {
  const { alias, repository } = await params
  const layer = searchParams.get('layer') ?? ''
  try {
    const found = await findFileOfLayer(alias, repository.join('/'), {
      image: searchParams.get('image') ?? '',
      layer: /^[1-9]\d{0,2}$/.test(layer) ? Number(layer) : 0,
      path: searchParams.get('path') ?? '',
    })
    if (found === null) return toProblem(404, 'There is no such file.')
    if (found === 'unread') return toProblem(502, 'The layer is too large, or cannot be read right now.')
    if (found === 'reading') return toProblem(503, 'The layer is being read. Try again in a moment.')
    return await give(found)
  } catch (error) {
    if (error instanceof PoolBusyError) {
      return toProblem(503, 'Too many files are being read. Try again in a moment.')
    }
    getLog().warn({ err: error }, 'A file of a layer could not be read.')
    return toProblem(502, 'The file cannot be read right now.')
  }
}

function toHeaders({ sizeBytes, name }: LayerFile): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    [LENGTH_HEADER]: String(sizeBytes),
    'content-disposition': toFileDisposition(name),
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
    // Its address names a digest. Compressed on the way, it would have no length.
    'cache-control': 'public, max-age=3600, no-transform',
  }
}

function toProblem(status: number, message: string): Response {
  const headers = { 'cache-control': 'no-store', ...(status === 503 && { 'retry-after': '3' }) }
  return Response.json({ message }, { status, headers })
}
